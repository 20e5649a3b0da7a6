/** What both lists can be asked in their pages; each of these functions runs there, alone, and so names nothing else here. */

declare global {
  interface Window {
    /** When the frame with a request's answer arrived, by the request's id. */
    heardAt: Map<number, number>
    /** Frames from the last letter to the change that it made; NaN while nothing changed. */
    framesToChange: number
    /** Answers when the frame that shows what was just done has been laid out and painted by the main thread. */
    painted: () => Promise<void>
    bareList: { draw: (search: string) => void }
  }
}

/** Runs before a page's own scripts: notes when answers arrive, and how many frames a letter takes. */
export function watchPage(): void {
  window.heardAt = new Map()
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer) window.heardAt.set(new DataView(data).getUint32(0, true), performance.now())
      })
    }
  }
  window.painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve()
        port2.postMessage(null)
      }),
    )
  window.framesToChange = Number.NaN
  let frames = 0
  addEventListener(
    'input',
    () => {
      window.framesToChange = Number.NaN
      frames = 1
      const next = () => {
        if (++frames < 20) requestAnimationFrame(next)
      }
      requestAnimationFrame(next)
    },
    true,
  )
  const watch = () =>
    new MutationObserver((changes) => {
      if (Number.isNaN(window.framesToChange) && changes.some(({ target }) => target.parentElement?.closest('table'))) window.framesToChange = frames
    }).observe(document, { childList: true, subtree: true, characterData: true })
  if (document.documentElement) watch()
  else addEventListener('DOMContentLoaded', watch)
}

export interface BareRow {
  /** What is searched. */
  text: string
  cells: string[]
}

/** The floor: a field, and a table whose rows in sight are written anew as one text; nothing in them can be pressed or copied. */
export function makeBareList({ rows, inSight }: { rows: BareRow[]; inSight: number }): void {
  document.body.innerHTML =
    '<style>body { margin: 0; font: 13px sans-serif } section { height: 640px; overflow: auto } table { table-layout: fixed; width: 100%; border-collapse: collapse }' +
    'td { height: 44px; padding: 3px 8px; overflow: hidden; white-space: nowrap; border-bottom: 1px solid #ddd }</style>' +
    '<main><input type="search"><section><table><tbody></tbody></table></section><p role="status"></p></main>'
  const escape = (text: string) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
  const body = document.querySelector('tbody')!
  const field = document.querySelector('input')!
  const count = document.querySelector('p')!
  const draw = (search: string) => {
    const word = search.toLowerCase()
    const found = rows.filter(({ text }) => text.includes(word))
    const lines = found.slice(0, inSight).map(({ cells }) => `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
    body.innerHTML = `${lines.join('')}<tr><td style="height: ${Math.max(0, found.length - inSight) * 44}px"></td></tr>`
    count.textContent = `${found.length} instances`
  }
  field.addEventListener('input', () => draw(field.value))
  window.bareList = { draw }
  draw('')
}

/** Everything drawn, and then one row found, its answers in hand: milliseconds. */
export async function openBareList(search: string): Promise<number> {
  document.querySelector('tbody')!.innerHTML = ''
  await window.painted()
  const began = performance.now()
  window.bareList.draw('')
  await window.painted()
  window.bareList.draw(search)
  await window.painted()
  return performance.now() - began
}

/** Waits until the list of instances shows all of them and their databases, searches at once, and answers when one row was found. */
export async function findWhenShown([instances, databases, name]: readonly [number, number, string]): Promise<number> {
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      // A text that never comes must not hold up everything behind it.
      setTimeout(() => reject(new Error(`the list says "${footer()}"`)), 60_000)
      const look = () => {
        if (!holds()) return false
        observer.disconnect()
        resolve()
        return true
      }
      const observer = new MutationObserver(look)
      observer.observe(document, { childList: true, subtree: true, characterData: true })
      look()
    })
  const footer = () => [...document.querySelectorAll('main [role=status]:not([data-announcer])')].at(-1)?.textContent ?? ''
  await until(() => footer().includes(`${instances} instances`) && footer().includes(`${databases.toLocaleString('en')} databases`))
  await window.painted()
  const field = document.querySelector<HTMLInputElement>('main input[type=search]')!
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, name)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await until(() => {
    const rows = document.querySelectorAll('main tbody tr[aria-rowindex]')
    return rows.length === 1 && rows[0]!.textContent.includes(name)
  })
  await window.painted()
  return performance.now()
}

/** The median time between two frames of a page in which nothing happens. */
export async function idleFrame(): Promise<number> {
  const times: number[] = []
  for (let frame = 0; frame < 60; frame++) times.push(await new Promise(requestAnimationFrame))
  const gaps = times.slice(1).map((time, at) => time - times[at]!)
  return gaps.sort((a, b) => a - b)[gaps.length >> 1]!
}

/** Two frames on, everything that a letter set going is done. Answers in which of the frames the table changed. */
export async function settled(): Promise<number> {
  await window.painted()
  await window.painted()
  return window.framesToChange
}
