import { useEffect, type RefObject } from 'react'

/**
 * Keeps the selected tab of a strip in view: whenever `key`, which names it and its place, changes, and when strip or
 * tab change their width. A person who scrolls away meanwhile stays there.
 */
export function useSelectedInView(list: RefObject<HTMLElement | null>, key: string): void {
  useEffect(() => {
    const strip = list.current
    const tab = strip?.querySelector('[role=tab][aria-selected=true]')
    if (!strip || !tab) return
    const reveal = () => {
      const [seen, box] = [strip.getBoundingClientRect(), tab.getBoundingClientRect()]
      if (box.left < seen.left) strip.scrollBy({ left: box.left - seen.left })
      else if (box.right > seen.right) strip.scrollBy({ left: box.right - seen.right })
    }
    reveal()
    const observer = new ResizeObserver(reveal)
    observer.observe(strip)
    observer.observe(tab)
    return () => observer.disconnect()
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- `key` says when another tab is selected
  }, [list, key])
}
