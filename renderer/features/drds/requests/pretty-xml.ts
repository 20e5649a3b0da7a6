/**
 * XML laid out over lines, a leaf on one. Only the space between elements changes: text, attributes and entities stay
 * as the server wrote them, and nothing is ever run or drawn as markup. Text that is not well-formed comes back as it is.
 */
export function prettyXml(text: string): string {
  const open: string[] = []
  const lines: string[] = []
  /** The line of an element that holds nothing but text so far. */
  let leaf: number | null = null
  for (const [part] of text.trim().matchAll(/<[^>]*>|[^<]+/g)) {
    const indent = '  '.repeat(open.length)
    if (!part.startsWith('<')) {
      if (part.trim() === '') continue
      if (leaf === null) lines.push(indent + part.trim())
      else lines[leaf] += part
    } else if (part.startsWith('</')) {
      if (open.pop() !== part.slice(2, -1).trim()) return text
      if (leaf === null) lines.push('  '.repeat(open.length) + part)
      else lines[leaf] += part
      leaf = null
    } else {
      lines.push(indent + part)
      leaf = null
      if (/^<[?!]|\/>$/.test(part)) continue
      open.push(/^<([^\s>]+)/.exec(part)?.[1] ?? '')
      leaf = lines.length - 1
    }
  }
  return open.length === 0 && lines.length > 0 ? lines.join('\n') : text
}
