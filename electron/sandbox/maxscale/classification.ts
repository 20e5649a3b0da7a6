/** What MaxScale's classifier says of a statement, as far as words alone can tell. */
import type { JsonObject } from './collection.ts'

const literal = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|\b0x[0-9a-f]+\b|\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi

const kinds: [pattern: RegExp, operation: string, mask: string][] = [
  [/^select\b/, 'SELECT', 'READ'],
  [/^insert\b/, 'INSERT', 'WRITE'],
  [/^replace\b/, 'INSERT', 'WRITE'],
  [/^update\b/, 'UPDATE', 'WRITE'],
  [/^delete\b/, 'DELETE', 'WRITE'],
  [/^create\s+(?:temporary\s+)?table\b/, 'CREATE_TABLE', 'WRITE|sql::TYPE_COMMIT'],
  [/^create\b/, 'CREATE', 'WRITE|sql::TYPE_COMMIT'],
  [/^drop\s+table\b/, 'DROP_TABLE', 'WRITE|sql::TYPE_COMMIT'],
  [/^drop\b/, 'DROP', 'WRITE|sql::TYPE_COMMIT'],
  [/^alter\b/, 'ALTER', 'WRITE|sql::TYPE_COMMIT'],
  [/^truncate\b/, 'TRUNCATE', 'WRITE|sql::TYPE_COMMIT'],
  [/^call\b/, 'CALL', 'WRITE'],
  [/^show\b/, 'SHOW', 'READ'],
  [/^(?:explain|desc|describe)\b/, 'EXPLAIN', 'READ'],
  [/^use\b/, 'CHANGE_DB', 'SESSION_WRITE'],
  [/^set\b/, 'SET', 'SESSION_WRITE|sql::TYPE_GSYSVAR_WRITE'],
  [/^(?:begin|start\s+transaction)\b/, 'UNDEFINED', 'BEGIN_TRX'],
  [/^commit\b/, 'UNDEFINED', 'COMMIT'],
  [/^rollback\b/, 'UNDEFINED', 'ROLLBACK'],
]
const notFields = new Set('select from where and or not null as on in is like between group by order having limit asc desc distinct join left right inner outer cross using union all insert into values update set delete true false'.split(' '))

/** The attributes of /maxscale/query_classifier/classify. */
export function classification(sql: string): JsonObject {
  const text = sql.trim().replace(/;$/, '')
  const found = kinds.find(([pattern]) => pattern.test(text.toLowerCase()))
  if (!found) return { canonical: text.replace(literal, '?'), operation: 'sql::OP_UNDEFINED', parse_result: 'Parser::Result::INVALID', type_mask: 'sql::TYPE_WRITE' }
  const [, operation, mask] = found
  const bare = text.replace(literal, ' ')
  const tables = new Set([...bare.matchAll(/\b(?:from|join|into|update|table)\s+`?([\w.]+)/gi)].map(([, name]) => name))
  const words = [...bare.matchAll(/[`\w.]+/g)].filter(({ 0: word, index }) => !notFields.has(word.toLowerCase()) && !tables.has(word) && !/^\d/.test(word) && bare.charAt(index + word.length) !== '(')
  const fields = [...new Set(words.map(([word]) => word.replaceAll('`', '').split('.').at(-1) ?? ''))]
  const compared = [...bare.matchAll(/([\w`]+)\s*(<=>|<>|!=|<=|>=|=|<|>)/g)].map(([, name = '', operator = '']) => ({ arguments: [name.replaceAll('`', '')], name: operator }))
  const called = [...bare.matchAll(/\b(\w+)\(/g)].filter(([, name = '']) => !notFields.has(name.toLowerCase())).map(([, name = '']) => ({ arguments: [], name: name.toLowerCase() }))
  return {
    canonical: text.replace(literal, '?'), fields: operation === 'SELECT' ? fields : [], functions: operation === 'SELECT' ? [...called, ...compared] : [],
    operation: `sql::OP_${operation}`, parse_result: 'Parser::Result::PARSED', type_mask: `sql::TYPE_${mask}`,
  }
}
