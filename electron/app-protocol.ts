import { protocol } from 'electron'
import type { Locale } from '../shared/i18n/locale.ts'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'
import { isStoppedPage, stoppedPage } from './stopped-page.ts'
import { rendererFile, securityHeaders } from './web/renderer-files.ts'

const SCHEME = 'app'

/** To be called before the app is ready: app:// is then an origin like https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer at app://tessera and the page that stands where it keeps crashing, and nothing else of the disk. */
export function serveAppScheme(rendererFolder: string, locale: () => Locale): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN || request.method !== 'GET') return refused(403)
    if (isStoppedPage(url.pathname)) return page(stoppedPage(locale()))
    const file = await rendererFile(rendererFolder, url.pathname)
    return file ? new Response(file.bytes, { headers: file.headers }) : refused(404)
  })
}

const page = (html: string) =>
  new Response(html, { headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } })

const refused = (status: number) => new Response(null, { status, headers: securityHeaders })
