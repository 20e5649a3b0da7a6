import { KEY_ELEMENT, pageKeyOf, type PageKey } from '../../shared/contract/page-key.ts'

const KEPT_AS = 'tessera-key'

/**
 * How this page's key is read, each time it is needed: another window of this browser may have been given a newer one.
 * The page that a printed address opened brings it; the origin's storage keeps it for windows that are opened later or
 * loaded again. Where the browser keeps nothing, this page alone has it.
 */
export function keyOfPage(): () => PageKey | null {
  const element = document.querySelector<HTMLMetaElement>(`meta[name="${KEY_ELEMENT}"]`)
  const brought = pageKeyOf(element?.content)
  element?.remove()
  if (brought) {
    keep(element?.content ?? '')
    // The token has done its work.
    history.replaceState(null, '', '/')
  }
  return () => pageKeyOf(kept()) ?? brought
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEPT_AS, text)
  } catch {
    // Storage is off in this browser.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS)
  } catch {
    return null
  }
}
