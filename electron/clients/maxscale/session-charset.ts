/** Whether a session answers in UTF-8: what is no UTF-8 arrives as NULL or question marks (e11g). */
import { tokenize } from '../../../shared/sql/tokens.ts'

export class SessionCharset {
  #utf8 = true

  get utf8(): boolean {
    return this.#utf8
  }

  /** What a statement that succeeded changed for the reading of later results. */
  follow(sql: string): void {
    if (tokenize(sql, undefined, 1).tokens[0]?.upper !== 'SET') return
    const charset = /\bset\s+(?:names|character\s+set|charset)\s+['"]?(\w+)|\bcharacter_set_results\s*=\s*['"]?(\w+)/i.exec(sql)
    const name = charset?.[1] ?? charset?.[2]
    if (name !== undefined) this.#utf8 = /^(?:utf8(?:mb[34])?|default)$/i.test(name)
  }
}
