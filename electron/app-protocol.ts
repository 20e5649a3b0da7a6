import { protocol } from 'electron'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'
import { rendererFile, securityHeaders } from './web/renderer-files.ts'

const SCHEME = 'app'

/** To be called before the app is ready: app:// is then an origin like https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer at app://tessera, and nothing else of the disk. */
export function serveAppScheme(rendererFolder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN || request.method !== 'GET') return refused(403)
    const file = await rendererFile(rendererFolder, url.pathname)
    return file ? new Response(file.bytes, { headers: file.headers }) : refused(404)
  })
}

const refused = (status: number) => new Response(null, { status, headers: securityHeaders })
