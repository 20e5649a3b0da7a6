/** What tells of a key that an input method composes with. */
interface ComposingKey {
  isComposing?: boolean
  keyCode?: number
}

/**
 * True where the key is the input method's, whatever its name. 229 alone stands for the key that begins a composition,
 * and in Safari for the Enter that ended one.
 */
export const isComposing = ({ isComposing: composes, keyCode }: ComposingKey): boolean => composes === true || keyCode === 229

/** What holds a composition whose keys may not say so: an EditContext keeps it to itself. */
let composingIn: Element | null = null

/** Says that something begins to compose inside of `element`, or with null that it ended. */
export function noteComposition(element: Element | null): void {
  composingIn = element
}

/**
 * While something composes no key is a command: the page's handlers, those of libraries among them, do not see it.
 * Call this before anything else listens to `page`, since it holds off whoever listens later.
 */
export function guardComposition(page: Window): void {
  page.addEventListener(
    'keydown',
    (event) => {
      const target = event.target instanceof Element ? event.target : null
      if (!isComposing(event) && !composingIn?.contains(target)) return
      // Monaco takes 229 for no command, and has to see it: by it, it knows the accents that a Mac offers for a held key.
      if (event.keyCode !== 229 || !target?.closest('.monaco-editor')) event.stopImmediatePropagation()
      // What a browser does by itself in a field of one line: it sends the form, or empties a search.
      if (target instanceof HTMLInputElement && (event.key === 'Enter' || event.key === 'Escape')) event.preventDefault()
    },
    { capture: true },
  )
}
