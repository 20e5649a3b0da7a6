import { environmentProxy } from './environment-proxy.ts'
import type { Platform } from './platform.ts'
import { openInBrowser } from './system-opener.ts'

/**
 * The browser host and the terminal. Neither has a keychain worth the name, so secrets go to the passphrase vault
 * or stay for the session; files and notifications are the page's own business.
 */
export function nodePlatform(host: 'browser' | 'terminal', userData: string): Platform {
  return {
    host,
    userData,
    keychain: null,
    installer: 'browser',
    systemProxy: async (url) => environmentProxy(url, process.env),
    openLink: openInBrowser,
    openTextFile: async () => ({ kind: 'inPage' }),
    takeHandedFiles: async () => [],
    saveTextFile: async () => ({ kind: 'inPage' }),
    notify: async () => undefined,
    onAway: () => () => undefined,
  }
}
