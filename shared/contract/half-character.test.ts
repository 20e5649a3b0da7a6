import { expect, it } from 'vitest'
import { halfCharacterFailure } from './half-character.ts'

const failure = (domain: string, action: string, input: unknown) => {
  const found = halfCharacterFailure({ domain, action, input })
  return found && [found.kind, found.code, found.params]
}

it.each<[string, string, string, unknown, unknown]>([
  ['a statement, by its place', 'query', 'run', { sql: 'SELECT 1,\n  \'a\ud800\'' }, ['query.halfCharacter', { line: 2, column: 5 }]],
  ['the second half alone', 'query', 'run', { sql: '\udc00' }, ['query.halfCharacter', { line: 1, column: 1 }]],
  ['halves in the wrong order', 'query', 'run', { sql: 'x\ude00\ud83d' }, ['query.halfCharacter', { line: 1, column: 2 }]],
  ['a name', 'connections', 'create', { settings: { name: 'a\ud800' }, secrets: {} }, ['input.halfCharacter', { field: 'settings.name', line: 1, column: 2 }]],
  ['a secret, without showing it', 'connections', 'create', { settings: {}, secrets: { accessSecret: 'hunter2\ud800' } }, ['input.halfCharacter', { field: 'secrets.accessSecret', line: 1, column: 8 }]],
  ['a passphrase', 'vault', 'create', { passphrase: 'long enough \udfff' }, ['input.halfCharacter', { field: 'passphrase', line: 1, column: 13 }]],
  ['a file', 'files', 'saveSql', { suggestedName: 'a.sql', text: '\n\n\ud800' }, ['input.halfCharacter', { field: 'text', line: 3, column: 1 }]],
  ['a list', 'drds', 'plan', { change: { entries: ['10.0.0.1', '\ud800'] } }, ['input.halfCharacter', { field: 'change.entries.1', line: 1, column: 1 }]],
  ['a key', 'settings', 'set', { 'a\ud800': 1 }, ['input.halfCharacter', { field: 'input', line: 1, column: 2 }]],
])('half of a character is complained of in %s', (_what, domain, action, input, expected) => {
  expect(failure(domain, action, input)).toEqual(['input', ...(expected as unknown[])])
  expect(JSON.stringify(failure(domain, action, input))).not.toContain('hunter2')
})

it('whole characters of every kind are not, nor is what is typed, which is always kept', () => {
  expect(failure('query', 'run', { sql: "SELECT '😀 订单 \ue000 \ufffd \u{10ffff} \0'", bytes: new Uint8Array([0xd8, 0x00]) })).toBeNull()
  expect(failure('workspace', 'save', { tabs: [{ text: '\ud800' }] })).toBeNull()
  expect(failure('workspace', 'typed', { changes: [{ text: '\ud83d' }] })).toBeNull()
})
