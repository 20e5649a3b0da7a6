/** What an entry may tell besides where: codes, counts and times. Words of servers and of persons are none. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>

/** What codes, versions and requestIds are made of. Anything else may be somebody's words. */
const CODE = /^[\w.:/+-]{1,80}$/

/** ` name=value` for each; a text that is no code is left out, and that is said. */
export const factsText = (facts: LogFacts): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' && !CODE.test(value) ? '[text]' : value}`)
    .join('')

/** The stack, and those of its causes; a thrown value that is no error only by its type, since it may hold anything. */
export function describedError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return `  ${typeof error}`
  const cause = error.cause instanceof Error && depth < 5 ? `\n  caused by ${describedError(error.cause, depth + 1).trimStart()}` : ''
  return `  ${withoutQuotes(error).replaceAll('\n', '\n  ')}${cause}`
}

/**
 * JSON.parse, SQLite and others quote in their message what they could not read, which may be a value or a secret. V8
 * says in front of the frames what the message was when the error was made.
 */
function withoutQuotes(error: Error): string {
  const stack = error.stack ?? `${error.name}: ${error.message}`
  const frames = /\n\s+at /.exec(stack)?.index ?? stack.length
  return stack.slice(0, frames).replace(/"[^]*"/, '"…"') + stack.slice(frames)
}
