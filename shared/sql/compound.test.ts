import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyStatement } from './classify.ts'
import { bodies, oracleBodies, otherBodies } from './fixtures/bodies.ts'
import { splitStatements, statementsToRun } from './split.ts'

const texts = (script: string) => splitStatements(script).map((statement) => statement.text)
const all = [...bodies, ...oracleBodies, ...otherBodies]

describe('a statement that holds statements is one', () => {
  test.each(all)('%s', (body) => {
    expect(texts(`SELECT 1;\n${body};\nSELECT 2;`)).toEqual(['SELECT 1', body, 'SELECT 2'])
  })

  test.each(all)('wherever the caret stands in it: %s', (body) => {
    const script = `SELECT 1;\n${body};\nSELECT 2;`
    for (let caret = 10; caret <= 11 + body.length; caret += 1) {
      expect(statementsToRun(script, null, caret).map(({ text }) => text)).toEqual([body])
    }
  })

  test.each(all)('in lower case, with comments between its words: %s', (body) => {
    const noisy = body.toLowerCase().replaceAll(/(?<=[a-z;]) (?=[a-z])/g, ' /* ; end */ -- end;\n ')
    expect(texts(`${noisy};\nSELECT 2;`)).toEqual([noisy, 'SELECT 2'])
  })

  test.each(all)('and classified as one, with what stands behind it counted: %s', (body) => {
    expect(classifyStatement(`-- now\n${body};`)).toMatchObject({ statements: 1 })
    expect(classifyStatement(`${body}; DROP TABLE t;`).statements).toBe(2)
    expect(['unknown', 'ddl', 'write']).toContain(classifyStatement(body).kind)
  })

  test('all of them stand behind one another', () => {
    expect(texts(all.map((body) => `${body};`).join('\n\n'))).toEqual(all)
  })

  test('under another delimiter only that one counts', () => {
    const script = 'CREATE PROCEDURE p() BEGIN SELECT 1; END'
    expect(texts(`DELIMITER //\n${script}//\nBEGIN NOT ATOMIC SELECT 1// SELECT 2//`)).toEqual([script, 'BEGIN NOT ATOMIC SELECT 1', 'SELECT 2'])
  })

  test('half a body is not run: the rest of the text belongs to it', () => {
    for (const half of [
      'CREATE PROCEDURE p()\nBEGIN\n  DELETE FROM t;\n  SELECT 1;\n\nDROP TABLE keep_me;',
      'CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a THEN SET @x = 1; END; DELETE FROM t;',
      'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; DELETE FROM u;',
      'BEGIN NOT ATOMIC DELETE FROM t; SELECT 1;',
      'IF 1 THEN DELETE FROM t; SELECT 1;',
    ]) {
      expect(texts(half)).toEqual([half.replace(/;$/, '') + ';'])
    }
  })

  test('a column named delimiter in a body is no command', () => {
    const body = 'CREATE PROCEDURE p()\nBEGIN\n  SELECT a FROM t ORDER BY\n  delimiter ;\n  SELECT 1;\nEND'
    expect(texts(`${body};\nSELECT 2`)).toEqual([body, 'SELECT 2'])
  })

  test('a dump writes them in executable comments', () => {
    const trigger = '/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN SET @x = 1; SET @y = 2; END */'
    expect(texts(`${trigger};\nSELECT 2;`)).toEqual([trigger, 'SELECT 2'])
  })
})

describe('bodies of every shape', () => {
  const expression = fc.constantFrom('1', 'end', 't.end', '`end`', "'; END'", 'IF(a, 1, 2)', 'CASE a WHEN 1 THEN 2 ELSE CASE b WHEN 1 THEN 3 END END', 'REPEAT("x", 2)', '(SELECT CASE WHEN 1 THEN end END FROM begin)', '1.', '@end', 'EXISTS (SELECT 1 FROM t FOR UPDATE)')
  const { body } = fc.letrec<{ body: string; list: string }>((tie) => ({
    list: fc.array(tie('body'), { minLength: 1, maxLength: 3 }).map((some) => some.map((one) => `${one};`).join(' ')),
    body: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      expression.map((one) => `SELECT ${one}`),
      expression.map((one) => `SET x = ${one}`),
      fc.constantFrom('DROP TABLE IF EXISTS loop_', 'INSERT INTO t (begin, end) VALUES (1, 2)', 'COMMIT', 'LEAVE l', 'RETURN CASE WHEN 1 THEN 2 END', 'DECLARE a INT', 'BEGIN END', 'REPLACE INTO t VALUES (REPEAT("x", 1))', 'DECLARE c CURSOR FOR SELECT 1'),
      tie('list').map((list) => `BEGIN ${list} END`),
      tie('list').map((list) => `l: BEGIN ${list} END l`),
      tie('list').map((list) => `LOOP ${list} END LOOP`),
      fc.tuple(expression, tie('list')).map(([one, list]) => `WHILE ${one} DO ${list} END WHILE`),
      fc.tuple(expression, tie('list')).map(([one, list]) => `l2: REPEAT ${list} UNTIL ${one} END REPEAT l2`),
      fc.tuple(expression, tie('list'), tie('list')).map(([one, list, other]) => `IF ${one} THEN ${list} ELSEIF ${one} THEN ${other} ELSE ${list} END IF`),
      fc.tuple(expression, tie('list'), tie('list')).map(([one, list, other]) => `CASE ${one} WHEN ${one} THEN ${list} ELSE ${other} END CASE`),
      fc.tuple(expression, tie('list')).map(([one, list]) => `CASE WHEN ${one} THEN ${list} END CASE`),
      tie('list').map((list) => `FOR r IN (SELECT 1) DO ${list} END FOR`),
      tie('body').map((one) => `DECLARE EXIT HANDLER FOR NOT FOUND, SQLSTATE '02000', 1062 ${one}`),
    ),
  }))

  test('end where their last END stands, and half of one takes the rest', () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', '\n', ' /* ; */ ', ' -- ;\n'), fc.double({ min: 0, max: 1, noNaN: true }), (some, blank, cut) => {
        const whole = `CREATE PROCEDURE p(IN a INT) BEGIN ${some.map((one) => `${one};`).join(' ')} END`.replaceAll(/(?<=;) /g, blank)
        expect(texts(`SELECT 1;\n${whole};\nSELECT 2;`)).toEqual(['SELECT 1', whole, 'SELECT 2'])
        // Cut within the list of statements: nothing of it stands alone.
        const half = whole.slice(0, 36 + Math.floor(cut * (whole.length - 40)))
        expect(splitStatements(`SELECT 1;\n${half}\n;SELECT 2;`, '')).toHaveLength(2)
      }),
      { numRuns: 1_500 },
    )
  })
})

describe('what only looks like a body', () => {
  test.each([
    ['BEGIN', 'DELETE FROM t', 'COMMIT'],
    ['begin work', 'DELETE FROM t', 'END'],
    ['BEGIN /* now */', 'DELETE FROM t'],
    ['START TRANSACTION', 'DELETE FROM t', 'COMMIT'],
    ['XA BEGIN "x"', 'DELETE FROM t', 'XA END "x"'],
    ['CREATE TABLE event (begin INT, end INT)', 'SELECT 1'],
    ['CREATE TABLE `procedure` AS SELECT 1 AS begin', 'SELECT 1'],
    ['CREATE DEFINER = event@localhost VIEW v AS SELECT CASE WHEN a THEN 1 END AS end FROM begin', 'SELECT 1'],
    ['DROP PROCEDURE IF EXISTS p', 'SELECT 1'],
    ['ALTER PROCEDURE p COMMENT "BEGIN"', 'SELECT 1'],
    ['ALTER EVENT e DISABLE', 'SELECT 1'],
    ['ALTER EVENT e RENAME TO f', 'SELECT 1'],
    ['ALTER TABLE t ADD begin INT', 'SELECT 1'],
    ['SELECT end FROM t', 'SELECT begin, t.end, `case`, t.loop FROM t', 'SELECT 1'],
    ['SELECT CASE WHEN a THEN 1 ELSE end END AS end FROM t', 'SELECT IF(a, 1, 2), REPEAT("x", 3)', 'SELECT 1'],
    ['CREATE FUNCTION f(a INT) RETURNS INT RETURN IF(a, CASE a WHEN 1 THEN 2 END, 3)', 'SELECT 1'],
    ['CREATE FUNCTION f RETURNS STRING SONAME "begin.so"', 'SELECT 1'],
    ['CREATE PROCEDURE p() DROP TABLE IF EXISTS t', 'SELECT 1'],
    ['CREATE PROCEDURE p() SQL SECURITY INVOKER COMMENT "begin" SELECT begin FROM t', 'SELECT 1'],
    ['CREATE PROCEDURE p() SET @x = CASE 1 WHEN 1 THEN 2 END', 'SELECT 1'],
    ['CREATE TRIGGER begin BEFORE INSERT ON `begin` FOR EACH ROW SET NEW.end = IF(NEW.begin, 1, 2)', 'SELECT 1'],
    ['CREATE EVENT begin ON SCHEDULE EVERY 1 DAY COMMENT "do begin" DO DELETE FROM t WHERE IF(a, 1, 0)', 'SELECT 1'],
    ['SET STATEMENT max_statement_time = 1 FOR SELECT begin FROM t', 'SELECT 1'],
    ['SET @begin = 1', 'SELECT 1'],
    ['SELECT * FROM t FOR UPDATE', 'SELECT 1'],
    ['EXPLAIN FORMAT=JSON SELECT 1', 'SELECT 1'],
  ])('%s', (...statements) => {
    expect(texts(`${statements.join(';\n')};\n`)).toEqual(statements)
  })
})
