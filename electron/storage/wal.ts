/** Reads a write-ahead log without SQLite, for where SQLite takes less of it than there is (sqlite.org/fileformat2.html#walformat). */

const HEADER = 32
const FRAME_HEADER = 24
/** Its lowest bit says that checksums are of big-endian words. */
const MAGIC = 0x377f0682

/** A page as some commit left it. */
interface WalPage {
  number: number
  bytes: Uint8Array
}

export interface WalContent {
  pageSize: number
  /** Pages of the commits that can be proven, in the order in which they were written. */
  pages: WalPage[]
  /** The database's size after the last of them, in pages. */
  pageCount: number
}

/**
 * What can be proven of a log: a frame's checksum goes on from the frame before it, which wrote its own, so frames
 * behind damage can still be told from what never was a frame. Reading ends at the first damaged commit, since later
 * ones rest on its pages. Null where nothing can be known.
 */
export function readWal(wal: Uint8Array): WalContent | null {
  if (wal.length < HEADER + FRAME_HEADER) return null
  const view = viewOf(wal)
  const headerSum = soundHeaderSum(view)
  const layout = headerSum ? { pageSize: view.getUint32(8), little: isLittle(view) } : likelyLayout(view)
  if (!layout) return null
  const { pageSize } = layout
  // A damaged header cannot say which frames are of this log: those of the first one's salts are.
  const saltAt = headerSum ? 16 : HEADER + 8
  const salts = [view.getUint32(saltAt), view.getUint32(saltAt + 4)]
  const content: WalContent = { pageSize, pages: [], pageCount: 0 }
  let pending: WalPage[] = []
  let sum = headerSum
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= wal.length; at += FRAME_HEADER + pageSize) {
    if (view.getUint32(at + 8) !== salts[0] || view.getUint32(at + 12) !== salts[1]) break
    const written = sumAt(view, at + 16)
    // Of the first frame behind a damaged header nothing can be proven; that the second follows from it says enough.
    if (sum !== null && !same(frameSum(view, at, layout, sum), written)) break
    sum = written
    pending.push({ number: view.getUint32(at), bytes: wal.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize) })
    const size = view.getUint32(at + 4)
    if (size === 0) continue
    content.pages.push(...pending)
    content.pageCount = size
    pending = []
  }
  return content
}

export const isPageSize = (size: number) => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

/** Of a log whose header is damaged SQLite takes nothing, and says nothing. One that is too short for a page holds nothing. */
export const logIsSound = (wal: Uint8Array): boolean => wal.length < HEADER + FRAME_HEADER || soundHeaderSum(viewOf(wal)) !== null

/** Null of a header that is damaged. */
function soundHeaderSum(view: DataView): Sum | null {
  const sum = checksum(view, 0, HEADER - 8, [0, 0], isLittle(view))
  return (view.getUint32(0) & ~1) >>> 0 === MAGIC && same(sum, sumAt(view, HEADER - 8)) ? sum : null
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)

type Sum = readonly [number, number]

interface Layout {
  pageSize: number
  /** Of the words that are summed. */
  little: boolean
}

/** How a log is laid out whose header is damaged: as it must be for the second frame to follow from the first. */
function likelyLayout(view: DataView): Layout | null {
  for (let pageSize = 512; pageSize <= 65_536; pageSize *= 2) {
    const second = HEADER + FRAME_HEADER + pageSize
    if (second + FRAME_HEADER + pageSize > view.byteLength) break
    for (const little of [true, false]) {
      const sum = frameSum(view, second, { pageSize, little }, sumAt(view, HEADER + 16))
      if (same(sum, sumAt(view, second + 16))) return { pageSize, little }
    }
  }
  return null
}

const isLittle = (view: DataView) => (view.getUint32(0) & 1) === 0

const sumAt = (view: DataView, at: number): Sum => [view.getUint32(at), view.getUint32(at + 4)]

const same = (one: Sum, other: Sum) => one[0] === other[0] && one[1] === other[1]

const frameSum = (view: DataView, at: number, { pageSize, little }: Layout, before: Sum): Sum =>
  checksum(view, at + FRAME_HEADER, pageSize, checksum(view, at, 8, before, little), little)

function checksum(view: DataView, from: number, length: number, before: Sum, little: boolean): Sum {
  let [one, other] = before
  for (let at = from; at < from + length; at += 8) {
    one = (one + view.getUint32(at, little) + other) >>> 0
    other = (other + view.getUint32(at + 4, little) + one) >>> 0
  }
  return [one, other]
}
