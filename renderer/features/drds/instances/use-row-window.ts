import { useEffect, useRef, useState, type RefObject } from 'react'

/** Rows above and below what is in sight, so that a quick scroll shows no gap; one before anybody scrolls. */
const AROUND = 4
const AT_REST = 1
/** Where nothing is laid out (a page that is not drawn yet) as many rows as a tall window has. */
const ASSUMED_HEIGHT = 1_200

export interface RowWindow {
  scroll: RefObject<HTMLElement | null>
  /** The rows from `from` to before `to` are drawn. */
  from: number
  to: number
}

/** Which rows of one height are in sight: a table of hundreds is drawn and searched within a frame. */
export function useRowWindow(count: number, rowHeight: number): RowWindow {
  const scroll = useRef<HTMLElement>(null)
  const [first, setFirst] = useState(0)
  const [around, setAround] = useState(AT_REST)
  const [fitting, setFitting] = useState(Math.ceil(ASSUMED_HEIGHT / rowHeight))
  useEffect(() => {
    const element = scroll.current
    if (!element) return
    const look = () => {
      setFirst(Math.floor(element.scrollTop / rowHeight))
      setAround(element.scrollTop > 0 ? AROUND : AT_REST)
      setFitting(Math.ceil((element.clientHeight || ASSUMED_HEIGHT) / rowHeight))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [rowHeight])
  const seen = Math.max(0, Math.min(first, count - fitting))
  return { scroll, from: Math.max(0, seen - around), to: Math.min(count, seen + fitting + around) }
}
