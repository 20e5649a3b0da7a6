/** The bench's page: makes results, mounts contestants, and measures frames; grid.ts tells it what to do. */
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { indexDmsBody } from '../../electron/http/index-json.ts'
import { ResultGrid } from '../../renderer/features/results/result-grid.tsx'
import { estimateWidths } from '../../renderer/features/results/column-widths.ts'
import { startI18n } from '../../renderer/i18n/i18n.ts'
import { familyOf } from '../../shared/model/column-family.ts'
import { ResultSet, type ResultColumn, type ResultSegment } from '../../shared/model/result-set.ts'
import { CellKind } from '../../shared/model/wire-cell.ts'
import { bareCanvas } from './bare-canvas.ts'
import { bareRecycler } from './bare-recycler.ts'
import { dmsBody } from './bodies.ts'
import { HEADER, ROW, type Contestant, type Picture } from './picture.ts'
import './page.css'

type ContestantName = 'grid' | 'recycler' | 'canvas'

startI18n('en')
const stage = document.getElementById('stage')!
const fixed = { kind: 'exact' } as const

/** Answers when the frame that shows what was just done has been laid out and painted by the main thread. */
const painted = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    }),
  )

interface Held {
  bytes: Uint8Array
  result: ResultSet
  picture: Picture
}
let held: Held | null = null
let contestant: Contestant | null = null

interface ColumnMeta {
  columnLabel: string
  columnTypeName: string
}

const columnsOf = (metas: ColumnMeta[]): ResultColumn[] =>
  metas.map(({ columnLabel, columnTypeName }) => ({
    label: columnLabel,
    type: columnTypeName,
    family: familyOf(columnTypeName),
    fidelity: fixed,
  }))

/** Bytes to a result as the app does it: index in main, bytes and index copied across, and cells read when looked at. */
function resultOf(bytes: Uint8Array): ResultSet {
  const body = indexDmsBody(bytes)
  const segment: ResultSegment = structuredClone({ bytes, index: body.index, rowCount: body.rowCount })
  return new ResultSet({ columns: columnsOf(body.envelope.columnMetas as ColumnMeta[]), segments: [segment] })
}

const pictureBase = (result: ResultSet) => ({
  labels: result.columns.map((column) => column.label),
  types: result.columns.map((column) => column.type.toLowerCase()),
  widths: estimateWidths(result),
  right: result.columns.map(({ family }) => family === 'integer' || family === 'decimal' || family === 'float'),
  rowCount: result.rowCount,
  gutter: 22 + String(result.rowCount).length * 8,
})

/** The floors' cells: ready strings, one array a column. */
function pictureOf(result: ResultSet): Picture {
  const columns = result.columns.map((_, column) =>
    Array.from({ length: result.rowCount }, (_, row) =>
      result.kind(row, column) === CellKind.null ? null : result.text(row, column),
    ),
  )
  return { ...pictureBase(result), text: (row, column) => columns[column]![row]! }
}

const root = createRoot(stage.appendChild(Object.assign(document.createElement('div'), { style: 'display:contents' })))

function mountGrid(result: ResultSet): Contestant {
  flushSync(() => root.render(<ResultGrid result={result} label="bench" partial={false} />))
  return {
    scroller: stage.querySelector<HTMLElement>('[role=grid]')!,
    destroy: () => flushSync(() => root.render(null)),
  }
}

function start(name: ContestantName, { result, picture }: Held): Contestant {
  return name === 'grid' ? mountGrid(result) : name === 'recycler' ? bareRecycler(stage, picture) : bareCanvas(stage, picture)
}

const bench = {
  /** Makes and holds a result; the floors' strings too unless only the grid is wanted. */
  async prepare(rows: number, columns: number, withStrings: boolean) {
    held = null
    await document.fonts.ready
    const bytes = new TextEncoder().encode(dmsBody(rows, columns).text)
    const result = resultOf(bytes)
    const picture = withStrings ? pictureOf(result) : { ...pictureBase(result), text: () => '' }
    held = { bytes, result, picture }
  },

  async mount(name: ContestantName): Promise<number> {
    await painted()
    const began = performance.now()
    contestant = start(name, held!)
    await painted()
    return performance.now() - began
  },

  async unmount() {
    contestant?.destroy()
    contestant = null
    await painted()
  },

  /** Frame costs, from the scroll to the painted frame, over `steps` steps through everything or by wheel notches. */
  async scroll(kind: 'fling' | 'wheel', steps: number): Promise<number[]> {
    const { scroller } = contestant!
    const down = scroller.scrollHeight - scroller.clientHeight
    const across = scroller.scrollWidth - scroller.clientWidth
    scroller.scrollTo(0, 0)
    await painted()
    await painted()
    const costs: number[] = []
    for (let step = 1; step <= steps; step++) {
      const began = performance.now()
      if (kind === 'fling') scroller.scrollTo((across * step) / steps, (down * step) / steps)
      else scroller.scrollTop += 100
      await painted()
      costs.push(performance.now() - began)
    }
    return costs
  },

  /** Looks at what each frame is about to show: true rows and a cell everywhere. Answers what was wrong, in words. */
  async holes(steps: number): Promise<string[]> {
    const { scroller } = contestant!
    const down = scroller.scrollHeight - scroller.clientHeight
    const across = scroller.scrollWidth - scroller.clientWidth
    const wrong: string[] = []
    for (let step = 0; step <= steps; step++) {
      scroller.scrollTo((across * step) / steps, (down * step) / steps)
      await new Promise((resolve) => requestAnimationFrame(resolve))
      wrong.push(...lookAt(scroller).map((text) => `step ${step}: ${text}`))
    }
    return wrong
  },

  /** Bytes to the first painted frame. */
  async firstPaint(name: 'grid' | 'floor'): Promise<number> {
    const { bytes, picture } = held!
    await painted()
    const began = performance.now()
    if (name === 'grid') contestant = mountGrid(resultOf(bytes))
    else {
      const { rows } = JSON.parse(new TextDecoder().decode(bytes)) as { rows: Record<string, unknown>[] }
      const text = (row: number, column: number) => {
        const value = rows[row]![picture.labels[column]!]
        return value === null ? null : String(value)
      }
      contestant = bareCanvas(stage, { ...picture, text })
    }
    await painted()
    const cost = performance.now() - began
    await bench.unmount()
    return cost
  },
}

/** Probes the view at nine points: each must be a cell of the row that the scroll position says. */
function lookAt(scroller: HTMLElement): string[] {
  const box = scroller.getBoundingClientRect()
  const wrong: string[] = []
  for (const across of [0.1, 0.5, 0.95]) {
    for (const down of [0.02, 0.5, 0.97]) {
      const x = box.left + 60 + (scroller.clientWidth - 70) * across
      const y = box.top + HEADER + (scroller.clientHeight - HEADER) * down
      const cell = document.elementFromPoint(x, y)?.closest('[role=gridcell]')
      const row = Number(cell?.parentElement?.getAttribute('aria-rowindex') ?? Number.NaN) - 2
      const expected = Math.floor((scroller.scrollTop + y - box.top - HEADER) / ROW)
      if (row !== expected) wrong.push(`row ${expected} expected at (${Math.round(x)}, ${Math.round(y)}), found ${cell ? row : 'nothing'}`)
      else if (cell?.textContent === '' && !cell.className.includes('empty')) wrong.push(`row ${row} has an empty cell`)
    }
  }
  return wrong
}

declare global {
  interface Window {
    bench: typeof bench
  }
}
window.bench = bench
document.title = 'ready'
