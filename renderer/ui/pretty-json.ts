/**
 * JSON text laid out over lines. Only the space between tokens changes: every literal, key and escape stays as the
 * server wrote it (JSON.parse would round 2^53+1 and drop a repeated key). Text that is not JSON comes back as it is.
 */
export function prettyJson(text: string): string {
  const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/gy
  let out = ''
  let depth = 0
  let empty = false
  const lineBreak = () => `\n${'  '.repeat(Math.max(0, depth))}`
  let end = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const part = match[1]!
    end = token.lastIndex
    if (part === '}' || part === ']') {
      depth--
      out += empty ? part : lineBreak() + part
      empty = false
      continue
    }
    if (empty) out += lineBreak()
    empty = part === '{' || part === '['
    if (empty) depth++
    out += part === ',' ? part + lineBreak() : part === ':' ? ': ' : part
  }
  return depth === 0 && text.slice(end).trim() === '' ? out : text
}
