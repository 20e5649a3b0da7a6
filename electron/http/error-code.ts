/** What an error of Node or undici calls itself. */

/** The most telling code of an error, its causes and, for an AggregateError (several addresses tried), its first part. */
export function codeOf(error: unknown): { code: string; detail: string } {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const code: unknown = 'code' in at ? at.code : undefined
    // undici wraps a parser's or TLS's own code; the cause says more than UND_ERR_*.
    const inner: unknown = at.cause ?? (at instanceof AggregateError ? at.errors[0] : undefined)
    const wrapped = typeof code !== 'string' || (code.startsWith('UND_ERR_SOCKET') && inner instanceof Error)
    if (!wrapped) return { code, detail: at.name === 'HTTPParserError' ? at.name : code }
    if (!(inner instanceof Error)) return { code: '', detail: at.name }
    at = inner
  }
  return { code: '', detail: 'unknown' }
}
