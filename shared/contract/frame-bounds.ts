/**
 * A walk over a request's msgpack (msgpack.org, spec) before anything is made of it: a head announces lists, maps and
 * texts by their lengths, and a decoder makes room for what is announced. Only what is there may be announced, and only
 * so much of it.
 */

/** Values of one request, keys of maps among them, on every host; an edit of 10,000 changes has 70,000. */
export const MOST_VALUES = 200_000
/** Keys of one map: no form has a hundred fields, and schemas complain of each that they do not know. */
export const MOST_KEYS = 1_000
/** Lists and maps within each other. */
export const MOST_DEPTH = 64

export type FrameFault = 'malformed' | 'tooMany' | 'tooDeep'

export class FrameError extends Error {
  readonly fault: FrameFault

  constructor(fault: FrameFault) {
    super(`frame: ${fault}`)
    this.name = 'FrameError'
    this.fault = fault
  }
}

/** Bytes behind a first byte that say a length, and what is counted: bytes of one value, or values. */
const sized: Readonly<Record<number, { width: 1 | 2 | 4; counts: 'bytes' | 'list' | 'map' }>> = {
  0xc4: { width: 1, counts: 'bytes' }, 0xc5: { width: 2, counts: 'bytes' }, 0xc6: { width: 4, counts: 'bytes' }, // bin
  0xd9: { width: 1, counts: 'bytes' }, 0xda: { width: 2, counts: 'bytes' }, 0xdb: { width: 4, counts: 'bytes' }, // str
  0xdc: { width: 2, counts: 'list' }, 0xdd: { width: 4, counts: 'list' },
  0xde: { width: 2, counts: 'map' }, 0xdf: { width: 4, counts: 'map' },
}
/** Bytes behind a first byte that always has as many: nil, booleans, numbers. */
const fixed: Readonly<Record<number, number>> = {
  0xc0: 0, 0xc2: 0, 0xc3: 0, 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8, 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8,
}
/** The one extension of ours: type, place and length of a typed array behind the head (frame.ts). */
const FIXEXT_8 = 0xd7
const REFERENCE = 9

/**
 * Throws a FrameError where `head` is not one whole value, has too many or too deep ones, or where its references take
 * more than `areaBytes`: arrays of a frame do not overlap, and some are copied.
 */
export function checkHead(head: Uint8Array, areaBytes: number): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  /** How many values each open list or map still has, the outermost first. */
  const open = [1]
  let values = 0
  let announced = 1
  let referred = 0
  let at = 0

  const take = (bytes: number) => {
    if (bytes > head.byteLength - at) throw new FrameError('malformed')
    at += bytes
    return at - bytes
  }
  const enter = (count: number, keys = 0) => {
    announced += count
    // A value is a byte at least.
    if (announced > head.byteLength - at) throw new FrameError('malformed')
    if (values + announced > MOST_VALUES || keys > MOST_KEYS) throw new FrameError('tooMany')
    if (open.push(count) > MOST_DEPTH + 1) throw new FrameError('tooDeep')
  }

  for (;;) {
    while (open.at(-1) === 0) open.pop()
    const left = open.pop()
    if (left === undefined) break
    open.push(left - 1)
    values++
    announced--
    const first = view.getUint8(take(1))
    if (first <= 0x7f || first >= 0xe0) continue
    if (first <= 0x8f) enter((first & 0x0f) * 2)
    else if (first <= 0x9f) enter(first & 0x0f)
    else if (first <= 0xbf) take(first & 0x1f)
    else if (first === FIXEXT_8) {
      referred += view.getUint32(take(REFERENCE) + 5, true)
      if (referred > areaBytes) throw new FrameError('malformed')
    } else if (fixed[first] !== undefined) take(fixed[first])
    else {
      const { width, counts } = sized[first] ?? malformed()
      const place = take(width)
      const length = width === 1 ? view.getUint8(place) : width === 2 ? view.getUint16(place) : view.getUint32(place)
      if (counts === 'bytes') take(length)
      else if (counts === 'list') enter(length)
      else enter(length * 2, length)
    }
  }
  if (at !== head.byteLength) throw new FrameError('malformed')
}

function malformed(): never {
  throw new FrameError('malformed')
}
