/**
 * In what a session answers: what is no UTF-8 arrives as NULL or question marks (e11g), and in utf8mb3 what takes four
 * bytes does (facts 20).
 */
import { bareName } from '../../../shared/sql/calls.ts'
import { tokenize, type SqlToken } from '../../../shared/sql/tokens.ts'

/** SET NAMES x, SET CHARACTER SET x, SET character_set_results = x, alone or in a list; and what dumps keep of it, SET @old = @@character_set_results. */
const charsets = /(?:^SET|,) (?:NAMES|CHARACTER SET|CHARSET) (\S+)|(?<!GLOBAL |GLOBAL\.)(?<=[ .]|@@)CHARACTER_SET_RESULTS (?:: )?= (\S+)|(@\S+) (?:: )?= @@(?:SESSION\.|LOCAL\.)?CHARACTER_SET_RESULTS(?= ,|$)/g

export class SessionCharset {
  #name = 'UTF8MB4'
  /** By the variable that keeps it. */
  readonly #kept = new Map<string, string>()

  /** False also where it is set to an expression. */
  get utf8(): boolean {
    return /^(?:UTF8(?:MB[34])?|DEFAULT)$/.test(this.#name)
  }

  /** True where four-byte characters are question marks; `utf8` is utf8mb3 in MariaDB. */
  get bmpOnly(): boolean {
    return /^UTF8(?:MB3)?$/.test(this.#name)
  }

  /** What a statement that succeeded changed for the reading of later results. */
  follow(sql: string): void {
    if (tokenize(sql, undefined, 1).tokens[0]?.upper !== 'SET') return
    const words = tokenize(sql).tokens.filter(({ upper }) => upper !== ';').map((token) => wordOf(sql, token)).join(' ')
    for (const [, names, results, variable] of words.matchAll(charsets)) {
      if (variable !== undefined) this.#kept.set(variable, this.#name)
      else this.#name = this.#kept.get(names ?? results ?? '') ?? (names ?? results ?? '').replaceAll("'", '')
    }
  }
}

/** In capitals and without blanks, however it is quoted. */
function wordOf(sql: string, token: SqlToken): string {
  if (token.kind === 'name') return bareName(sql, token)
  if (token.kind !== 'string') return token.upper || '?'
  return `'${/^.(\w+).$/.exec(sql.slice(token.start, token.end))?.[1]?.toUpperCase() ?? '?'}'`
}
