/**
 * The statements of a script that is being edited. After an edit only its surroundings are read again: places before it
 * are counted from the text's start and places behind it from the text's end, so that those hold whatever was typed.
 */
import { scanScript, type StatementPlace } from './scan-script.ts'
import { scriptReadings, type ScriptReading } from './script-reading.ts'
import { indexAt, statementOf, type SqlStatement } from './split.ts'

/** `removed` characters at `offset` gave way to `inserted` others. */
export interface TextEdit {
  offset: number
  removed: number
  inserted: number
}

/** Two edits, one after the other, as one that spans both. */
export function joinEdits(first: TextEdit, second: TextEdit): TextEdit {
  const offset = Math.min(first.offset, second.offset)
  // In the text between the two.
  const end = Math.max(first.offset + first.inserted, second.offset + second.removed)
  return { offset, removed: end - first.inserted + first.removed - offset, inserted: end - second.removed + second.inserted - offset }
}

interface Kept extends StatementPlace {
  delimiter: string
}

/** So many statements before an edit are read again: what ends one may look into the next. */
const READ_AGAIN = 3

export class ScriptIndex {
  readonly #reading: ScriptReading
  #text: string
  /** The last one first, places counted from the end of the text. */
  readonly #behind: Kept[] = []
  readonly #before: Kept[] = []

  /** In the likeliest reading where the server's sql_mode is not known. */
  constructor(text: string, sqlMode?: string) {
    this.#reading = scriptReadings(sqlMode)[0]!
    this.#text = text
    this.#scan(0, ';', () => false)
  }

  get text(): string {
    return this.#text
  }

  get count(): number {
    return this.#before.length + this.#behind.length
  }

  /** The statement that `statementAt` answers, with the same fields. */
  statementAt(caret: number): SqlStatement | undefined {
    const at = indexAt(this.count, (index) => this.#placeOf(index), this.#text, caret)
    return at < 0 ? undefined : this.statement(at)
  }

  statement(index: number): SqlStatement {
    const { delimiter: _delimiter, ...place } = this.#placeOf(index)
    return statementOf(this.#text, place, lineOf(this.#text, place.start))
  }

  /** Takes over the text as it is after one edit. */
  edit(text: string, { offset, removed, inserted }: TextEdit): void {
    const delta = text.length - this.#text.length
    if (delta !== inserted - removed) throw new Error('the edit does not lead to the text')
    // The gap between the two halves goes to the edit: what is read again is at the end of the first.
    while (this.#before.length > 0 && this.#before.at(-1)!.delimiterEnd >= offset) this.#behind.push(mirrored(this.#before.pop()!, this.#text.length))
    while (this.#behind.length > 0) {
      const next = mirrored(this.#behind.at(-1)!, this.#text.length)
      if (next.delimiterEnd >= offset) break
      this.#behind.pop()
      this.#before.push(next)
    }
    this.#text = text
    const again = Math.max(0, this.#before.length - READ_AGAIN)
    const first = this.#before[again]
    this.#before.length = again
    const editEnd = offset + inserted
    this.#scan(first && again > 0 ? first.start : 0, first && again > 0 ? first.delimiter : ';', (at, delimiter) => at >= editEnd && this.#meets(at, delimiter))
  }

  /** Whether the statement at `at` is one that was known before; what the edit took away is forgotten on the way. */
  #meets(at: number, delimiter: string): boolean {
    for (let next = this.#behind.at(-1); next; next = this.#behind.at(-1)) {
      const start = this.#text.length - next.start
      if (start === at && next.delimiter === delimiter) return true
      if (start > at) return false
      this.#behind.pop()
    }
    return false
  }

  #scan(from: number, delimiter: string, begins: (at: number, delimiter: string) => boolean): void {
    let isMet = false
    scanScript(this.#text, from, delimiter, this.#reading, {
      begins: (at, current) => (isMet = begins(at, current)),
      ends: (place, current) => void this.#before.push({ ...place, delimiter: current }),
    })
    if (!isMet) this.#behind.length = 0
  }

  #placeOf(index: number): Kept {
    const kept = this.#before[index]
    return kept ?? mirrored(this.#behind[this.count - 1 - index]!, this.#text.length)
  }
}

/** A place counted from the other end. */
function mirrored({ start, codeStart, end, delimiterEnd, remarksEnd, delimiter, hinted }: Kept, length: number): Kept {
  const remarks = remarksEnd === undefined ? {} : { remarksEnd: length - remarksEnd }
  const place = { start: length - start, codeStart: length - codeStart, end: length - end, delimiterEnd: length - delimiterEnd, ...remarks, delimiter }
  return hinted ? { ...place, hinted: { codeEnd: length - hinted.codeEnd, hintStart: length - hinted.hintStart } } : place
}

function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
