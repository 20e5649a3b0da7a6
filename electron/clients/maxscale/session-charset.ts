/**
 * In what a session answers: what is no UTF-8 arrives as NULL or question marks (e11g), and in utf8mb3 what takes four
 * bytes does (facts 20).
 */
import { tokenize } from '../../../shared/sql/tokens.ts'

/** SET NAMES x, SET CHARACTER SET x, SET character_set_results = x, alone or in a list. */
const charsets = /(?:\bset|,)\s*(?:names|character\s+set|charset)\s+['"]?(\w+)|\bcharacter_set_results\s*:?=\s*['"]?(\w+)/gi

export class SessionCharset {
  #name = 'utf8mb4'

  get utf8(): boolean {
    return /^(?:utf8(?:mb[34])?|default)$/.test(this.#name)
  }

  /** True where four-byte characters are question marks; `utf8` is utf8mb3 in MariaDB. */
  get bmpOnly(): boolean {
    return /^utf8(?:mb3)?$/.test(this.#name)
  }

  /** What a statement that succeeded changed for the reading of later results. */
  follow(sql: string): void {
    if (tokenize(sql, undefined, 1).tokens[0]?.upper !== 'SET') return
    for (const [, names, results] of sql.matchAll(charsets)) this.#name = (names ?? results ?? '').toLowerCase()
  }
}
