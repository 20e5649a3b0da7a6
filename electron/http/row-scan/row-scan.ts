/** The ordinary rows of a body, read by WebAssembly (row-scan.assembly.ts) ahead of JsonScanner. */
import { rowScanModule } from './row-scan-module.ts'

type Constant = 'INPUT' | 'INPUT_SIZE' | 'PADDING' | 'CELLS' | 'CELLS_SIZE' | 'SEPARATORS' | 'SEPARATORS_SIZE' | 'ENTRIES' | 'ENTRIES_SIZE'

/** What row-scan.assembly.ts exports; it says what each is. */
interface Exports extends Record<Constant | 'rowStart' | 'stoppedAt', { value: number }> {
  memory: { buffer: ArrayBuffer }
  arrayRows: (at: number, columns: number, most: number, base: number) => number
  mapRows: (at: number, count: number, width: number, most: number, base: number) => number
}

/** As far as it is used here: Node has it, its types lack it. */
interface WebAssemblyApi {
  validate: (binary: Uint8Array) => boolean
  Module: new (binary: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

interface Machine {
  exports: Exports
  bytes: Uint8Array
  words: Uint32Array
}

/** Rows that are not tried behind one that was not ordinary: twice as many each time, up to these. */
const MOST_SKIPPED = 63
/** A value that the end of the window cuts stops the reading this near to it. */
const CUT = 8

let machine: Machine | null | undefined

/** One for all bodies, since reading never waits; null where the processor lacks SIMD. */
function machineOf(): Machine | null {
  if (machine !== undefined) return machine
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi }
  const binary = Uint8Array.from(atob(rowScanModule), (character) => character.charCodeAt(0))
  if (!WebAssembly.validate(binary)) return (machine = null)
  const exports = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as Exports
  return (machine = { exports, bytes: new Uint8Array(exports.memory.buffer), words: new Uint32Array(exports.memory.buffer) })
}

/** The bytes before each value of a row of a map, and the value's column. */
export interface Separators {
  count: number
  start: Int32Array
  length: Int32Array
  column: Int32Array
}

/**
 * Reads rows that are wholly ordinary and followed by a comma: never the last one, and none with a value that is
 * nested, malformed, or longer than the window. What it does not read is the caller's to read.
 */
export class RowScan {
  /** Where the first row begins that was not read. */
  end = 0
  private readonly bytes: Uint8Array
  private readonly limit: number
  private readonly machine = machineOf()
  /** The part of the body that the window holds. */
  private from = 0
  private to = 0
  private skipped = 0
  private toSkip = 0
  /** Whether mapRows has separators to go by. */
  private isPredicted = false

  /** `limit` is one past the last byte of the document. */
  constructor(bytes: Uint8Array, limit: number) {
    this.bytes = bytes
    this.limit = limit
  }

  /** How many arrays of `columns` scalars it has read from `at` on. */
  arrayRows(at: number, columns: number): number {
    const most = this.machine && columns > 0 ? Math.floor(this.machine.exports.CELLS_SIZE.value / columns) : 0
    return most === 0 ? 0 : this.read(at, ({ arrayRows }, from, base) => arrayRows(from, columns, most, base))
  }

  /** Takes what rows of maps are made of from now on. */
  predict({ count, start, length, column }: Separators): void {
    this.isPredicted = false
    if (!this.machine) return
    const { bytes, words, exports } = this.machine
    if (count === 0 || count > exports.ENTRIES_SIZE.value) return
    let at = exports.SEPARATORS.value
    const end = at + exports.SEPARATORS_SIZE.value
    let entry = exports.ENTRIES.value / Uint32Array.BYTES_PER_ELEMENT
    for (let i = 0; i < count; i++) {
      if (at + length[i]! > end) return
      bytes.set(this.bytes.subarray(start[i], start[i]! + length[i]!), at)
      words[entry++] = at
      words[entry++] = length[i]!
      words[entry++] = column[i]!
      at += (length[i]! + 15) & ~15
    }
    this.isPredicted = true
    this.toSkip = 0
  }

  /** How many objects of the predicted shape it has read from `at` on; they take `width` cells each. */
  mapRows(at: number, count: number, width: number): number {
    const most = this.machine && this.isPredicted ? Math.floor(this.machine.exports.CELLS_SIZE.value / width) : 0
    return most === 0 ? 0 : this.read(at, ({ mapRows }, from, base) => mapRows(from, count, width, most, base))
  }

  /** The first `count` cells of the rows that were read last, until the next are. */
  cells(count: number): Uint32Array {
    const first = this.machine!.exports.CELLS.value / Uint32Array.BYTES_PER_ELEMENT
    return this.machine!.words.subarray(first, first + count)
  }

  private read(at: number, scan: (exports: Exports, from: number, base: number) => number): number {
    if (this.toSkip > 0) {
      this.toSkip--
      return 0
    }
    const { exports } = this.machine!
    if (at < this.from || at >= this.to) this.fill(at)
    for (;;) {
      const base = this.from - exports.INPUT.value
      const rows = scan(exports, at - base, base)
      if (rows > 0) {
        this.end = exports.rowStart.value + base
        this.skipped = 0
        return rows
      }
      const isCut = exports.stoppedAt.value + base + CUT > this.to
      if (!isCut || this.from === at || this.to === this.limit) break
      this.fill(at)
    }
    this.skipped = Math.min(this.skipped * 2 + 1, MOST_SKIPPED)
    this.toSkip = this.skipped
    return 0
  }

  private fill(at: number): void {
    const { bytes, exports } = this.machine!
    const input = exports.INPUT.value
    this.from = at
    this.to = Math.min(at + exports.INPUT_SIZE.value, this.limit)
    const size = this.to - at
    bytes.set(this.bytes.subarray(at, this.to), input)
    bytes.fill(0, input + size, input + size + exports.PADDING.value)
  }
}
