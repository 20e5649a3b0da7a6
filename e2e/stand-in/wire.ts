export interface Wire {
  /** A structured clone as text. Throws where the value cannot be cloned, or is none of what the contract knows. */
  pack(value: unknown): string
  unpack(text: string): unknown
}

/**
 * How values cross between the harness and its page, which have only texts in common: plain data and typed arrays, as
 * the contract has them, exactly as a structured clone would bring them; anything else is refused. It names nothing
 * from outside of itself, since the page gets its source.
 */
export function makeWire(): Wire {
  const arrays: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
  }

  function marked(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'bigint') return { $: 'bigint', value: String(value) }
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: 'number', value: Object.is(value, -0) ? '-0' : String(value) }
    if (Array.isArray(value)) return value.map(marked)
    if (ArrayBuffer.isView(value)) {
      const kind = value.constructor.name
      if (!Object.hasOwn(arrays, kind)) throw new Error(`the harness carries no ${kind}`)
      return { $: kind, value: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') throw new Error(`the harness carries no ${Object.prototype.toString.call(value)}`)
    const plain = Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, marked(one)]))
    return Object.hasOwn(plain, '$') ? { $: 'object', value: plain } : plain
  }

  function unmarked(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(unmarked)
    if (typeof value !== 'object' || value === null) return value
    const own = (of: object) => Object.fromEntries(Object.entries(of).map(([key, one]) => [key, unmarked(one)]))
    if (!Object.hasOwn(value, '$')) return own(value)
    const { $: kind, value: held } = value as unknown as { $: string; value: string }
    if (kind === 'undefined') return undefined
    if (kind === 'bigint') return BigInt(held)
    if (kind === 'number') return Number(held)
    if (kind === 'object') return own(held as unknown as object)
    return new arrays[kind]!(Uint8Array.from(atob(held), (letter) => letter.charCodeAt(0)).buffer)
  }

  /** In pieces: a call takes so many arguments and no more. */
  function base64(bytes: Uint8Array): string {
    let letters = ''
    for (let at = 0; at < bytes.length; at += 8_192) letters += String.fromCharCode(...bytes.subarray(at, at + 8_192))
    return btoa(letters)
  }

  return { pack: (value) => JSON.stringify(marked(structuredClone(value))), unpack: (text) => unmarked(JSON.parse(text)) }
}
