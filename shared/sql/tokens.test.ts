import { describe, expect, it } from 'vitest'
import { classifyStatement } from './classify.ts'
import { lexicalEnd, lexicalKindAt } from './scan.ts'
import { readingsOf, type LexicalReading } from './sql-mode.ts'
import { tokenize } from './tokens.ts'

const words = (sql: string, reading?: LexicalReading) => tokenize(sql, reading).tokens.map(({ kind, start, end }) => `${kind}:${sql.slice(start, end)}`)
const [standard, noEscapes, ansi, ansiNoEscapes] = readingsOf()

describe('numbers end where the server ends them', () => {
  // Each was asked of MariaDB 10.11.
  it.each([
    ['1.INTO', ['number:1.', 'word:INTO']],
    ['.5INTO', ['number:.5', 'word:INTO']],
    ['1.5INTO', ['number:1.5', 'word:INTO']],
    ['1e5INTO', ['number:1e5', 'word:INTO']],
    ['1E-5INTO', ['number:1E-5', 'word:INTO']],
    ['1.e+5INTO', ['number:1.e+5', 'word:INTO']],
    ['.5e3FOR', ['number:.5e3', 'word:FOR']],
    ['1e5e5', ['number:1e5', 'word:e5']],
    ['1.5.6', ['number:1.5', 'number:.6']],
    ['1.LIMIT 3', ['number:1.', 'word:LIMIT', 'number:3']],
    ['1INTO', ['word:1INTO']],
    ['1abc', ['word:1abc']],
    ['1e', ['word:1e']],
    ['1$a', ['word:1$a']],
    ['0x1FINTO', ['word:0x1FINTO']],
    ['0x1F INTO', ['number:0x1F', 'word:INTO']],
    ['0x1F.INTO', ['number:0x1F', 'symbol:.', 'name:INTO']],
    ['0b01', ['number:0b01']],
    ['0b2', ['word:0b2']],
    ['0X1F', ['word:0X1F']],
    ['0x', ['word:0x']],
    ['t.1', ['word:t', 'symbol:.', 'name:1']],
    ['t.1e5INTO', ['word:t', 'symbol:.', 'name:1e5INTO']],
    ['t.FOR', ['word:t', 'symbol:.', 'name:FOR']],
    ['1.FOR', ['number:1.', 'word:FOR']],
    ['(1).5', ['symbol:(', 'number:1', 'symbol:)', 'number:.5']],
    ["_utf8'a'INTO", ['word:_utf8', "string:'a'", 'word:INTO']],
    ["x'41'INTO", ['word:x', "string:'41'", 'word:INTO']],
    [String.raw`\NINTO`, [String.raw`word:\N`, 'word:INTO']],
    ['5--3', ['number:5', 'symbol:-', 'symbol:-', 'number:3']],
  ])('%s', (sql, expected) => void expect(words(sql)).toEqual(expected))

  it('also behind the rows of a load that are not kept', () => {
    const list = Array.from({ length: 30_000 }, (_, at) => `${at}.5`).join(',')
    const behind = (sql: string) => words(`SELECT * FROM t WHERE id IN (${list}, ${sql}`).slice(20_000).join(' ')
    expect(behind('1.5) AND id>1.FOR UPDATE')).toBe('symbol:) word:AND word:id word:FOR word:UPDATE')
    expect(behind('t.1FOR, 1.FOR')).toBe('word:t name:1FOR word:FOR')
    expect(behind('1e5INTO, .5INTO, .5.INTO')).toBe('word:INTO word:INTO name:INTO')
  })
})

describe('a reading decides what quotes are', () => {
  it('takes "…" for a name without escapes under ANSI_QUOTES', () => {
    const sql = String.raw`"a\"; b`
    expect(words(sql, ansi)).toEqual([String.raw`name:"a\"`, 'symbol:;', 'word:b'])
    expect(words(sql, standard)).toEqual([`string:${sql}`])
    expect([lexicalKindAt(sql, 0, ansi), lexicalEnd(sql, 0, 'name', ansi)]).toEqual(['name', 4])
    expect([lexicalKindAt(sql, 0), lexicalEnd(sql, 0, 'string')]).toEqual(['string', sql.length])
  })

  it('takes a backslash for a plain character under NO_BACKSLASH_ESCAPES', () => {
    expect(words(String.raw`'\' x`, noEscapes)).toEqual([String.raw`string:'\'`, 'word:x'])
    expect(words(String.raw`'\' "\"`, ansiNoEscapes)).toEqual([String.raw`string:'\'`, String.raw`name:"\"`])
  })

  it('is one where the mode is known, and any where it is not', () => {
    expect(readingsOf('')).toEqual([standard])
    expect(readingsOf('STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES')).toEqual([noEscapes])
    expect(readingsOf('ansi_quotes, no_backslash_escapes')).toEqual([ansiNoEscapes])
    expect(readingsOf('REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ANSI')).toEqual([ansi])
    expect(readingsOf()).toHaveLength(4)
  })
})

describe('what servers disagree on is not well formed', () => {
  it.each([
    'SELECT 1\u00a0', 'SELECT\u30001', 'SELECT 1\u0001', 'SELECT 1\u0000', '/*!500001.FOR*/', '/*! /*! */ */', "/*! '*/' */", 'SELECT (1.e)',
  ])('%j', (sql) => void expect(tokenize(sql)).toMatchObject({ ambiguous: true, wellFormed: false }))

  it.each(["SELECT '\u00a0'", '-- \u3000\n1', 'SELECT `\u00a0`', '/*!50000 a */ /*!100100 + 1 */', "SELECT '中文', 表名 FROM 表"])('but this is: %j', (sql) => {
    expect(tokenize(sql).wellFormed).toBe(true)
  })
})

it('takes a doubled quote in a name for one of its characters', () => {
  expect(words('`a``b` `c`')).toEqual(['name:`a``b`', 'name:`c`'])
  expect(words('`a```.`b`')).toEqual(['name:`a```', 'symbol:.', 'name:`b`'])
})

it("takes DRDS's other form of hints for hints, and nothing else that begins so", () => {
  expect(words('/!+TDDL:scan()*/ SHOW')).toEqual(['word:SHOW'])
  expect(words('/!TDDL:FORBID_EXECUTE_DML_ALL=false*/ SHOW')).toEqual(['word:SHOW'])
  expect(words('a/!tddl(1)')).toHaveLength(7)
})

it('reads executable comments that are nested thousands deep', () => {
  expect(classifyStatement('/*!'.repeat(100_000)).kind).toBe('unknown')
  expect(classifyStatement(`${'/*! '.repeat(4_000)}SELECT 1${'*/'.repeat(4_000)}`).kind).toBe('unknown')
  expect(lexicalEnd(`${'/*!'.repeat(4_000)} a ${'*/'.repeat(4_000)};`, 0, 'executable')).toBe(4_000 * 5 + 3)
})

it('takes no longer for long runs of marks than for as many words, be they ever so nested', () => {
  const took = (part: string): number => {
    const sql = part.repeat(200_000 / part.length)
    const started = performance.now()
    expect(classifyStatement(sql).kind).toBe('unknown')
    return performance.now() - started
  }
  for (const part of ['/*!', '/*! ', '/*', '`', '"', "'", ';', '; ', '(', ')', '\\', '@', '/*!*/', '1.e', '`a` ', "/*!'*/", 'f(', 'f(),', 'WITH a (', 'a.nextval,', 'JSON_TABLE(']) {
    // Those that are squares take a thousand times as long.
    const isFast = [0, 1, 2].some(() => took(part) < 20 * Math.max(took('a '), 5))
    expect([part, isFast]).toEqual([part, true])
  }
})
