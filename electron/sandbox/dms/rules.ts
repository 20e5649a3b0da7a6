/**
 * Limits and rules of the page's "Usage notes". Not documented beyond those notes; what stands here is what a
 * client must be able to live with:
 * - standard (non-secure-collaboration): every result ends at 3,000 rows, silently.
 * - secure collaboration: up to 3,000 rows is stable. "DMS does not guarantee stability" above: the sandbox gives
 *   the rows up to 20,000, and beyond that a security rule refuses the statement. Rules carry a text written by
 *   an administrator, so it comes in the administrator's language.
 */
import { code } from '../sql-text.ts'

export type Collaboration = 'secure' | 'standard'

export const rowCap = 3_000
export const ruleCap = 20_000

interface SecurityRule {
  id: string
  matches: RegExp
  text: string
}

const rules: SecurityRule[] = [
  {
    id: 'SQL-DDL-01',
    matches: /^DROP\s+(DATABASE|SCHEMA)\b/i,
    text: '安全规则 [SQL-DDL-01] 拦截：禁止通过安全访问代理删除数据库，请提交工单。Dropping a database through the proxy is forbidden; open a ticket.',
  },
  {
    id: 'SQL-DML-02',
    matches: /^(UPDATE|DELETE)\b(?![\s\S]*\bWHERE\b)/i,
    text: '安全规则 [SQL-DML-02] 拦截：UPDATE、DELETE 必须带 WHERE 条件。UPDATE and DELETE need a WHERE clause.',
  },
]

/** The administrator's text of the rule that forbids the statement; null where none does. */
export function forbidden(sql: string, collaboration: Collaboration): string | null {
  if (collaboration === 'standard') return null
  const bare = code(sql).trim()
  return rules.find((rule) => rule.matches.test(bare))?.text ?? null
}

export const tooManyRows =
  '安全规则 [SQL-RES-03] 拦截：单次查询结果不得超过 20000 行，请添加 LIMIT（建议 3000 行以内）。' +
  'A query must not return more than 20000 rows; add a LIMIT of 3000 or less.'
