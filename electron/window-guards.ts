import { app, session, type WebContents } from 'electron'
import { APP_ORIGIN } from './ipc/trusted-sender.ts'

/** What our own page may do without asking; everything else (camera, place, notifications of the page, …) is refused. */
const permissions: Readonly<Record<string, 'always' | 'onGesture'>> = {
  'clipboard-sanitized-write': 'always',
  // The editor's Paste. Without a gesture a page could read along whatever is copied elsewhere.
  'clipboard-read': 'onGesture',
}

/** What a person does to a page on purpose; moving over it is not. */
const gestures = new Set(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown', 'touchEnd', 'gestureTap'])
/** As long a gesture counts in Chromium itself ("transient activation"), milliseconds. */
const GESTURE_LASTS = 5_000
const lastGestures = new WeakMap<WebContents, number>()

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
    contents.on('will-frame-navigate', stayHome)
    contents.on('input-event', (_input, { type }) => {
      if (gestures.has(type)) lastGestures.set(contents, performance.now())
    })
  })
}

/** To be called once the app is ready. */
export function refusePermissions(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((contents, permission, answer, { requestingUrl, isMainFrame }) => {
    answer(isMainFrame && isOurs(requestingUrl) && isGranted(contents, permission))
  })
  // Asked before the request, and instead of it by navigator.permissions; the origin comes with a slash or without.
  defaultSession.setPermissionCheckHandler(
    (contents, permission, origin, { isMainFrame }) => isMainFrame && isOurs(`${origin}/`) && isGranted(contents, permission),
  )
  defaultSession.setDevicePermissionHandler(() => false)
}

function isGranted(contents: WebContents | null, permission: string): boolean {
  switch (Object.hasOwn(permissions, permission) ? permissions[permission] : undefined) {
    case 'always':
      return true
    case 'onGesture':
      return contents !== null && performance.now() - (lastGestures.get(contents) ?? -Infinity) < GESTURE_LASTS
    case undefined:
      return false
  }
}

const isOurs = (url: string) => url.startsWith(`${APP_ORIGIN}/`)
