import { app, session } from 'electron'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'

/** Copying needs this one; everything else (camera, place, notifications of the page, …) is refused. */
const GRANTED = 'clipboard-sanitized-write'

/** Keeps every page of the app on our own origin, without windows of its own and without permissions. */
export function guardWindows(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    const stayHome = (event: Electron.Event<Electron.WebContentsWillNavigateEventParams | Electron.WebContentsWillRedirectEventParams>) => {
      if (!isOurs(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', stayHome)
    contents.on('will-redirect', stayHome)
  })
}

/** To be called once the app is ready. */
export function refusePermissions(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(permission === GRANTED && isOurs(requestingUrl))
  })
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => permission === GRANTED && isOurs(`${origin}/`))
  defaultSession.setDevicePermissionHandler(() => false)
}

const isOurs = (url: string) => url.startsWith(`${APP_ORIGIN}/`)
