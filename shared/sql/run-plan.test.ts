import { describe, expect, test } from 'vitest'
import { planRun, type RunPlan } from './run-plan.ts'
import { splitStatements, statementsToRun } from './split.ts'

/** A script with | where the caret stands, «…» around what is selected, or neither for all of it. */
function plan(marked: string, sqlMode?: string): RunPlan {
  const script = marked.replace(/[|«»]/g, '')
  const from = marked.indexOf('«')
  if (from >= 0) return planRun(script, { kind: 'caret', selection: { start: from, end: marked.indexOf('»') - 1 }, caret: 0 }, sqlMode)
  const caret = marked.indexOf('|')
  return planRun(script, caret < 0 ? { kind: 'all' } : { kind: 'caret', selection: null, caret }, sqlMode)
}
const texts = ({ statements }: Pick<RunPlan, 'statements'>) => statements.map(({ text }) => text)
const ways = ({ doubt }: RunPlan) => (doubt?.kind === 'readings' ? doubt.ways.map((statements) => texts({ statements })) : doubt?.kind)

describe('a text that servers read in different ways is not run unasked', () => {
  test('an executable comment that ends elsewhere where it is skipped', () => {
    for (const mark of ['', '|']) {
      expect(ways(plan(`${mark}SELECT 1 /*!80000 don't */;\nDELETE FROM t;`))?.length).toBe(2)
    }
    expect(ways(plan("SELECT 1 /*!80000 don't */;\nDELETE FROM t;"))?.at(1)).toEqual(["SELECT 1 /*!80000 don't */", 'DELETE FROM t'])
    expect(ways(plan("SELECT 1 /*!80000 '*/; DELETE FROM t; -- ' */;"))).toHaveLength(2)
    expect(ways(plan('SELECT 1 /*M! "*/; DELETE FROM t; -- " */;'))).toHaveLength(2)
    expect(ways(plan('SELECT 1 /*! /* */; DELETE FROM t; -- */;'))).not.toBeUndefined()
    expect(ways(plan("SELECT 1 /*!80000 don't */;\nDELETE FROM t;", ''))).toHaveLength(2)
  })

  test('a backslash that escapes nothing in some modes', () => {
    expect(ways(plan("SELECT 'a\\'; DELETE FROM t; -- '"))).toEqual([["SELECT 'a\\'; DELETE FROM t; -- '"], ["SELECT 'a\\'", 'DELETE FROM t']])
    expect(ways(plan("SELECT 'a\\''; DELETE FROM t; -- '"))).toEqual([["SELECT 'a\\''", 'DELETE FROM t'], ["SELECT 'a\\''; DELETE FROM t; -- '"]])
    expect(ways(plan("SELECT 'it\\'s' AS \"a\\\"; DELETE FROM t -- \""))).toHaveLength(2)
    expect(ways(plan("SELECT 1;\nSELECT 'a\\'; DELETE| FROM t; -- '"))).toHaveLength(2)
    expect(ways(plan("SELECT 1;\n«SELECT 'a\\'; DELETE FROM t; -- '»"))).toHaveLength(2)
  })

  test('and nothing of it is what "run" means', () => {
    for (const [script, caret] of [["SELECT 1 /*!80000 don't */;\nDELETE FROM t;", 3], ["SELECT 1 /*!80000 don't */;\nDELETE FROM t;", 34], ["SELECT 'a\\'; DELETE FROM t; -- '", 20]] as const) {
      expect(statementsToRun(script, null, caret)).toEqual([])
      expect(statementsToRun(script, { start: 0, end: script.length }, 0)).toEqual([])
    }
    expect(statementsToRun("SELECT 0;\nSELECT 1 /*!80000 don't */;\nDELETE FROM t;", null, 0).map(({ text }) => text)).toEqual(['SELECT 0'])
  })

  test('nothing is asked where the mode is known, or where every reading runs the same', () => {
    for (const [script, mode] of [
      ["SELECT 'a\\'; DELETE FROM t; -- '", ''],
      ["SELECT 'a\\'; DELETE FROM t; -- '", 'NO_BACKSLASH_ESCAPES'],
      ["|SELECT 1;\nSELECT 'a\\'; DELETE FROM t; -- '", undefined],
      ["SELECT 'it\\'s; ok'", undefined],
      ["SELECT 'it\\'s; ok';\nSELECT 'that\\'s; ok';", undefined],
      ["INSERT INTO t VALUES ('it\\'s'), ('C:\\\\'), (\"a\\\"b\");\nDELETE FROM t;", undefined],
      ["SELECT 'a\\nb', '\\\\', '\\%'; DELETE FROM t", undefined],
      ["/*!40101 SET NAMES utf8 */;\n/*!50003 CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 'x'; END */;\nSELECT 1;", undefined],
      ["SELECT 'open", undefined],
    ] as const) {
      expect([script, plan(script, mode).doubt]).toEqual([script, null])
    }
  })

  test('a known mode decides', () => {
    const script = "SELECT 'a\\'; DELETE FROM t; -- '"
    expect(texts(plan(script, ''))).toEqual([script])
    expect(texts(plan(script, 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES'))).toEqual(["SELECT 'a\\'", 'DELETE FROM t'])
    expect(texts(plan('SELECT "a\\"; DELETE FROM t; -- "', 'ANSI_QUOTES'))).toEqual(['SELECT "a\\"', 'DELETE FROM t'])
  })

  test('the split says of each statement whether it is sure', () => {
    const sure = (script: string) => splitStatements(script).map(({ unsure }) => unsure !== true)
    expect(sure("SELECT 0;\nSELECT 1 /*!80000 don't */;\nDELETE FROM t;")).toEqual([true, false])
    expect(sure("SELECT 0;\nSELECT 'a\\''; DELETE FROM t; -- '\n; SELECT 2")).toEqual([true, false, false, true])
    expect(sure("SELECT 'it\\'s; ok';\nSELECT 1;")).toEqual([true, true])
  })
})

describe('a piece that a selection cuts out of a statement', () => {
  const body = 'CREATE PROCEDURE p() BEGIN SELECT 1; DELETE FROM t; END;'
  test.each([
    body.replace('DELETE FROM t', '«DELETE FROM t»'),
    body.replace('SELECT 1', '«SELECT 1»'),
    body.replace('SELECT 1; DELETE FROM t;', '«SELECT 1; DELETE FROM t;»'),
    `«SELECT 0;\n${body.replace('DELETE FROM t', 'DELETE» FROM t')}`,
    `${body.replace('END;', '«END;')}\nSELECT 1;»`,
    `DELIMITER //\n${body.replace('SELECT 1', '«SELECT 1»')}//`,
    '«DELETE FROM t» WHERE id = 1;',
    '«UPDATE t SET a = 1\n» WHERE id = 1;',
    'DELETE FROM t «WHERE id = 1»',
    'EXPLAIN «DELETE FROM t»',
    "SELECT 'a; «DELETE FROM t»'",
    "SELECT 1, 'a; «DELETE FROM t; b'; SELECT 2;»",
  ])('is asked about: %s', (marked) => {
    expect(plan(marked).doubt?.kind).toBe('fragment')
  })

  test.each([
    `«${body}»`,
    `«${body.slice(0, -1)}»;`,
    `SELECT 1;« ${body} SELECT 2;» SELECT 3;`,
    '«DELETE FROM t»;',
    '-- «now\nDELETE FROM t»;',
    '«DELETE FROM t » -- all of them',
    'SELECT * FROM («SELECT 1») x',
    '«SELECT 1; SELECT» 2; SELECT 3',
    '«SELECT * FROM t» WHERE id = 1',
    'DELETE FROM t; «SELECT 1»',
  ])('is what was meant: %s', (marked) => {
    expect(plan(marked).doubt).toBeNull()
  })
})
