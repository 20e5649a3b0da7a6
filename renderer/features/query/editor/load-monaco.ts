import { currentLocale } from '../../../i18n/i18n.ts'
import type { Monaco } from './monaco.ts'

let loading: Promise<Monaco> | null = null

/**
 * Loads Monaco once; call it early, nothing waits for it but the editor itself. Monaco reads its texts while it
 * loads, so its menus keep the language of that moment until the page is loaded again. A failed load may be retried.
 */
export function loadMonaco(): Promise<Monaco> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

async function load(): Promise<Monaco> {
  await firstScreenPainted()
  if (currentLocale() === 'zh-CN') await import('monaco-editor/nls/lang/zh-cn.js')
  const [{ monaco }] = await Promise.all([import('./monaco.ts'), editorFontLoaded()])
  return monaco
}

/** Monaco measures characters when it starts: with the fallback's widths the caret would stand beside its letter. */
async function editorFontLoaded() {
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font-mono').split(',')[0]
  await document.fonts.load(`13px ${family}`).catch(() => [])
}

/** What is on screen is drawn before the first byte of the editor is asked for; a busy machine may take a while. */
const firstScreenPainted = () =>
  new Promise<void>((resolve) => {
    const observer = new PerformanceObserver((painted) => {
      if (painted.getEntriesByName('first-contentful-paint').length === 0) return
      observer.disconnect()
      resolve()
    })
    observer.observe({ type: 'paint', buffered: true })
  })
