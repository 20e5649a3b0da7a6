/** Chunks of less are copied together; larger ones stay as they came until the end. */
const SMALL_BYTES = 16_384
const BLOCK_BYTES = 65_536

/**
 * Gathers a body: into an array of the announced length where there is one, else chunk by chunk. A chunk is a view of all
 * that was read from the network at once: kept as it is, one byte of a body behind 64 KiB of framing would hold both.
 */
export function bodyCollector(length: number | undefined) {
  const exact = length === undefined ? undefined : new Uint8Array(length)
  const chunks: Uint8Array[] = []
  let held = 0
  let block = new Uint8Array(0)
  /** The part of the block that is filled, and not among the chunks yet. */
  let from = 0
  let to = 0

  const flush = (): void => {
    if (to > from) chunks.push(block.subarray(from, to))
    from = to
  }
  const keep = (chunk: Uint8Array): void => {
    if (chunk.length >= SMALL_BYTES) {
      flush()
      chunks.push(chunk)
      return
    }
    if (to + chunk.length > block.length) {
      flush()
      block = new Uint8Array(BLOCK_BYTES)
      from = to = 0
    }
    block.set(chunk, to)
    to += chunk.length
  }

  return {
    /** Answers how many bytes are held now. */
    add(chunk: Uint8Array): number {
      if (exact && held + chunk.length <= exact.length) exact.set(chunk, held)
      else keep(chunk)
      return (held += chunk.length)
    },
    whole(): Uint8Array {
      // A 204 may announce a body that it must not have.
      if (exact) return held < exact.length ? exact.slice(0, held) : exact
      flush()
      return joined(chunks, held)
    },
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
