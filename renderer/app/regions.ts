/**
 * F6 walks the window's regions: elements with `data-region`, in document order. A region that holds others gives
 * way to them. Each remembers where the focus last was in it.
 */
const lastFocus = new WeakMap<Element, HTMLElement>()

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex]'

const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true })

const regions = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => isShown(region) && ![...region.querySelectorAll<HTMLElement>('[data-region]')].some(isShown),
  )

/** Remembers where the focus is; answers how to stop. */
export function watchRegions(): () => void {
  const onFocus = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement)) return
    const region = event.target.closest('[data-region]')
    if (region) lastFocus.set(region, event.target)
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}

/** Moves the focus to the next region (1) or the one before (-1); the ends join. */
export function stepRegion(by: 1 | -1): void {
  const all = regions()
  const at = all.findIndex((region) => region.contains(document.activeElement))
  const from = at < 0 && by < 0 ? 0 : at
  for (let step = 1; step <= all.length; step++) {
    const region = all[(from + by * step + all.length * step) % all.length]
    if (region && focusRegion(region)) return
  }
}

/** Focuses a region where it was left, else its first stop of the Tab key. */
export function focusRegion(region: HTMLElement): boolean {
  const remembered = lastFocus.get(region)
  const stop =
    remembered && region.contains(remembered) && isShown(remembered)
      ? remembered
      : [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find((element) => element.tabIndex >= 0 && isShown(element))
  stop?.focus()
  return stop !== undefined
}

/** What has an editor: null while it loads, or where it could not be loaded. */
interface Work {
  readonly editor: object | null
  /** One that still loads takes the focus when it is there, unless that went elsewhere by then. */
  focusEditor(): void
}

/** Focuses what the person works with: the editor, else the first region of the main area; until the editor is there, too. */
export function focusWork(work: Work): void {
  const main = document.querySelector<HTMLElement>('[data-region="main"]')
  const hasEditor = main?.querySelector('[data-region="editor"]')?.checkVisibility() === true
  if (main && !(hasEditor && work.editor)) focusRegion(main)
  if (hasEditor) work.focusEditor()
}

/** Where the focus goes when the shell's dialog closes: where it was, or to the work where that is gone. */
export function rememberFocus(): (work: Work) => void {
  const before = document.activeElement
  return (work) => {
    // After the dialog has left the page; a dialog or command that took the focus meanwhile keeps it.
    setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus()
      else focusWork(work)
    })
  }
}
