import { hostText, type HostTextKey } from '../shared/i18n/host-text.ts'
import type { Locale } from '../shared/i18n/locale.ts'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'

/** So many crashes of the window within so long, milliseconds, are a loop. */
export const CRASH_LOOP = { crashes: 3, withinMs: 300_000 }

const PATH = '/stopped'
export const STOPPED_PAGE = `${APP_ORIGIN}${PATH}`

/** Whether a request's path is the stopped page's. */
export const isStoppedPage = (path: string): boolean => path === PATH

/** What stands in the window in place of a page that keeps crashing: no script, a way back, and what else helps. */
export function stoppedPage(locale: Locale): string {
  const text = (key: HostTextKey) => hostText(locale, key, { times: CRASH_LOOP.crashes })
  return `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<title>Tessera</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
  h1 { font-size: 1.25rem; }
</style>
<main>
  <h1>${text('window.crashLoop')}</h1>
  <p>${text('window.crashLoopDetail')}</p>
  <p><a href="/">${text('window.openAgain')}</a></p>
  <p>${text('window.crashLoopNext')}</p>
</main>
</html>
`
}
