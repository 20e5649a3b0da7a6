/**
 * What a page of the browser host and the host know each other by, besides the cookie, which goes to every port of
 * 127.0.0.1. It stands in the page that a printed address opens, once, and stays in the storage of its origin, which
 * holds the port. `page` is what the page shows with each socket; only then the host shows `host`, and only then the
 * page says anything: whoever listens on the port after Tessera ended learns nothing.
 */
export interface PageKey {
  page: string
  host: string
}

/** The name of the `meta` element that holds it. */
export const KEY_ELEMENT = 'tessera-key'
/** The WebSocket's protocol; the page's half is offered beside it, in the one header that a page may write. */
export const SOCKET_PROTOCOL = 'tessera'
/** Where a page goes that has no key: it says how another address is had. */
export const NO_KEY_PATH = '/no-key'

export const pageKeyText = ({ page, host }: PageKey): string => `${page}.${host}`

/** Null where the text is no key. */
export function pageKeyOf(text: string | null | undefined): PageKey | null {
  const [, page, host] = /^([\w-]{43})\.([\w-]{43})$/.exec(text ?? '') ?? []
  return page === undefined || host === undefined ? null : { page, host }
}
