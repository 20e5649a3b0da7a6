/** The address of our one page in the desktop window; nothing else may call main. */
export const APP_ORIGIN = 'app://tessera'

/** Electron's WebFrameMain, as far as it is looked at. */
export interface Frame {
  readonly url: string
  readonly parent: unknown
}

/** Whether a call comes from the top frame of our own page. A frame that is gone by now (null) is not trusted. */
export function isTrustedSender(frame: Frame | null | undefined): boolean {
  if (!frame || frame.parent !== null) return false
  const url = URL.parse(frame.url)
  return url !== null && `${url.protocol}//${url.host}` === APP_ORIGIN && url.username === '' && url.password === ''
}
