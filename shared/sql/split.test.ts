import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentText, splitStatements, statementsToRun, type SqlStatement } from './split.ts'

const texts = (script: string) => splitStatements(script).map((statement) => statement.text)

/** A script with | where the caret stands; «…» marks a selection. */
function run(marked: string): string[] {
  const from = marked.indexOf('«')
  if (from >= 0) {
    const to = marked.indexOf('»') - 1
    const script = marked.replace(/[«»]/g, '')
    return statementsToRun(script, { start: from, end: to }, to).map((statement) => statement.text)
  }
  const caret = marked.indexOf('|')
  return statementsToRun(marked.replace('|', ''), null, caret).map((statement) => statement.text)
}

describe('splitting', () => {
  test('statements end at semicolons and the last one needs none', () => {
    expect(texts('SELECT 1; SELECT 2;\nSELECT 3')).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3'])
  })

  test('an empty script and stray semicolons hold no statement', () => {
    expect(texts('')).toEqual([])
    expect(texts(' ;;\n ; ')).toEqual([])
  })

  test('semicolons in strings, names and comments do not split', () => {
    const script = "SELECT ';', \";\", `a;b` /* ; */ -- ;\n , 1 # ;\n FROM t"
    expect(texts(`${script}; SELECT 2`)).toEqual([script, 'SELECT 2'])
  })

  test('quotes are escaped by a backslash or by doubling, names by doubling alone', () => {
    expect(texts("SELECT 'it''s; \\'; ok'; SELECT \"a\"\";\"")).toEqual(["SELECT 'it''s; \\'; ok'", 'SELECT "a"";"'])
    expect(texts('SELECT `a``;b`; SELECT `\\`; SELECT 3')).toEqual(['SELECT `a``;b`', 'SELECT `\\`', 'SELECT 3'])
  })

  test('two dashes without a blank are arithmetic', () => {
    expect(texts('SELECT 5--3; SELECT 2')).toEqual(['SELECT 5--3', 'SELECT 2'])
    expect(texts('SELECT 5-- 3; SELECT 2\n;SELECT 3')).toEqual(['SELECT 5-- 3; SELECT 2', 'SELECT 3'])
    expect(texts('SELECT 1; --')).toEqual(['SELECT 1'])
  })

  test('routing and optimiser hints stay in front of and inside their statement', () => {
    const script = '/*+TDDL:node(0)*/ SELECT /*+ MAX_EXECUTION_TIME(10) */ 1'
    expect(texts(`${script};`)).toEqual([script])
    expect(texts(`SELECT 0;\n/*+TDDL:scan()*/\nSELECT 1`)).toEqual(['SELECT 0', '/*+TDDL:scan()*/\nSELECT 1'])
    expect(texts('SELECT 0; /*+TDDL:a;b()*/ SELECT 1')).toEqual(['SELECT 0', '/*+TDDL:a;b()*/ SELECT 1'])
  })

  test('a trailing comment before the delimiter is kept: MaxScale reads routing from it', () => {
    expect(texts('SELECT 1 -- maxscale route to master\n; SELECT 2')).toEqual([
      'SELECT 1 -- maxscale route to master',
      'SELECT 2',
    ])
    expect(texts('SELECT 1 -- maxscale route to master\n\n-- notes\n')).toEqual(['SELECT 1 -- maxscale route to master'])
  })

  test('comments alone are no statement, executable comments are', () => {
    expect(texts('-- a\n/* b */; # c')).toEqual([])
    expect(texts("/*!40101 SET NAMES utf8 */;\n/*M!100100 SET @x='*/;' */;")).toEqual([
      '/*!40101 SET NAMES utf8 */',
      "/*M!100100 SET @x='*/;' */",
    ])
  })

  test('comments before a statement belong to it, a remark on the line of the previous one does not', () => {
    const [first, second] = splitStatements('SELECT 1; -- one\n-- two\nSELECT 2;')
    expect(first?.text).toBe('SELECT 1')
    expect(second?.text).toBe('-- two\nSELECT 2')
    expect(second).toMatchObject({ line: 2, codeStart: 24 })
  })

  test('notes below the last statement are not part of it', () => {
    expect(texts('SELECT 1\n\n-- try this next\n')).toEqual(['SELECT 1'])
  })

  test('DELIMITER changes what ends a statement, on its own line, in any case', () => {
    const body = 'CREATE PROCEDURE p() BEGIN\n  SELECT 1;\n  SELECT 2;\nEND'
    expect(texts(`SELECT 0;\nDELIMITER //\n${body}//\ndelimiter ;\nSELECT 3;`)).toEqual(['SELECT 0', body, 'SELECT 3'])
    expect(texts(`DELIMITER $$  \r\n${body} $$\r\nDELIMITER ;\r\nCALL p()`)).toEqual([body, 'CALL p()'])
    expect(texts('DELIMITER GO\nSELECT 1; GO\nSELECT 2 GO')).toEqual(['SELECT 1;', 'SELECT 2'])
  })

  test('DELIMITER ends a statement that its own delimiter did not', () => {
    expect(texts('DELIMITER //\nSELECT 1;\nDELIMITER ;\nSELECT 2')).toEqual(['SELECT 1;', 'SELECT 2'])
  })

  test('a column named delimiter is not the command', () => {
    const script = 'SELECT a,\n  delimiter FROM t'
    expect(texts(`${script}; SELECT 2`)).toEqual([script, 'SELECT 2'])
    expect(texts('SELECT\ndelimiters FROM t; SELECT 2')).toEqual(['SELECT\ndelimiters FROM t', 'SELECT 2'])
  })

  test('\\G and \\g end a statement as in the mysql client', () => {
    expect(texts('SHOW SLAVE STATUS\\G\nSELECT "\\G"\\g SELECT 3')).toEqual(['SHOW SLAVE STATUS', 'SELECT "\\G"', 'SELECT 3'])
  })

  test('DELIMITER takes off the quotes of its mark, and stands at a statement\'s start on any line', () => {
    for (const mark of ["'//'", '"//"', '`//`', "'//", '// -- now']) {
      expect(texts(`DELIMITER ${mark}\nSELECT 1;//\nDELIMITER ;\nSELECT 2;`)).toEqual(['SELECT 1;', 'SELECT 2'])
    }
    expect(texts('DELIMITER "$$"\nSELECT 1$$ DELIMITER ;\nSELECT 2;')).toEqual(['SELECT 1', 'SELECT 2'])
    expect(texts('SELECT 0; DELIMITER //\nSELECT 1;//')).toEqual(['SELECT 0', 'SELECT 1;'])
  })

  test('a column named delimiter is none before a mark either', () => {
    for (const script of [
      'SELECT a FROM t ORDER BY\ndelimiter ;',
      'SELECT a FROM t ORDER BY a,\n  Delimiter ;',
      "SELECT a FROM t WHERE\ndelimiter <>\n'x';",
      'SELECT a FROM t WHERE a = 1 AND\ndelimiter <> a;',
      'SELECT a FROM t WHERE a +\ndelimiter >\n3;',
      'SELECT\ndelimiter |\n1 FROM t;',
      'UPDATE t SET\ndelimiter =\n3;',
      'SELECT (\ndelimiter ) FROM t;',
      'SELECT a\ndelimiter ;',
    ]) {
      expect(texts(`${script}\nSELECT 2`)).toEqual([script.slice(0, -1).trimEnd(), 'SELECT 2'])
    }
  })

  test('delimiters that end nothing are nothing', () => {
    expect(texts('SELECT 1;;;')).toEqual(['SELECT 1'])
    expect(texts('SELECT 1;;;SELECT 2; ;\n;SELECT 3')).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3'])
    expect(texts('DELIMITER ;;\nSELECT 1;;;\nSELECT 2;;')).toEqual(['SELECT 1', 'SELECT 2'])
    expect(texts('DELIMITER //\n;SELECT 1//\n/* c */ ; SELECT 2//')).toEqual(['SELECT 1', 'SELECT 2'])
    expect(texts('SELECT 1\\G;\nSELECT 2')).toEqual(['SELECT 1', 'SELECT 2'])
  })

  test('remarks behind a statement on its line do not lead the next', () => {
    for (const remarks of ['/* done */', '/* a */ /* b */', '/* a */ -- b', '# a', '/* a\n b */', '/* a\n b */ -- c', '/* a */ /* b\n\n */', '/**/', '\t/* a */\r']) {
      expect(texts(`SELECT 1; ${remarks}\n\nSELECT 2;`)).toEqual(['SELECT 1', 'SELECT 2'])
      expect(texts(`DELIMITER //\nSELECT 1// ${remarks}\n\nSELECT 2//`)).toEqual(['SELECT 1', 'SELECT 2'])
    }
    expect(texts('SELECT 1; /* a */ /* b */ SELECT 2;')).toEqual(['SELECT 1', '/* a */ /* b */ SELECT 2'])
    expect(texts('SELECT 1; /* a */\n/* b */ SELECT 2;')).toEqual(['SELECT 1', '/* b */ SELECT 2'])
  })

  test('hints and executable comments do: servers read them', () => {
    expect(texts('SELECT 1; /*+TDDL:scan()*/\nSELECT 2;')).toEqual(['SELECT 1', '/*+TDDL:scan()*/\nSELECT 2'])
    expect(texts('SELECT 1; /*!40101 SET @x = 1 */;\nSELECT 2;')).toEqual(['SELECT 1', '/*!40101 SET @x = 1 */', 'SELECT 2'])
    expect(texts('SELECT 1; /* a */ /*+TDDL:scan()*/\nSELECT 2;')).toEqual(['SELECT 1', '/* a */ /*+TDDL:scan()*/\nSELECT 2'])
  })

  test("a routing hint behind the delimiter goes with its statement, as MaxScale's manual writes it", () => {
    for (const hint of ['-- maxscale route to server db2', '# maxscale route to master', '/* maxscale route to slave */', '/*maxscale end*/', '-- MaxScale max_slave_replication_lag=1']) {
      const [first, second] = splitStatements(`SELECT @@hostname; ${hint}\nSELECT 2;`)
      expect(first).toMatchObject({ text: `SELECT @@hostname; ${hint}`, start: 0, delimiterEnd: first?.end })
      expect(sentText(first!)).toBe(`SELECT @@hostname  ${hint}`)
      expect(second?.text).toBe('SELECT 2')
    }
    expect(texts('SELECT 1; /* a */ -- maxscale route to master\nSELECT 2')).toEqual(['SELECT 1; /* a */ -- maxscale route to master', 'SELECT 2'])
    expect(texts('SELECT 1; -- maxscale_is a product\nSELECT 2')).toEqual(['SELECT 1', 'SELECT 2'])
    expect(texts('SELECT 1; /* maxscale route to slave */ SELECT 2')).toEqual(['SELECT 1', '/* maxscale route to slave */ SELECT 2'])
    expect(texts('SELECT 1;\n-- maxscale route to slave\nSELECT 2')).toEqual(['SELECT 1', '-- maxscale route to slave\nSELECT 2'])
    const [other] = splitStatements('DELIMITER //\nSELECT 1 // -- maxscale route to master\nSELECT 2//')
    expect(sentText(other!)).toBe('SELECT 1    -- maxscale route to master')
    expect(splitStatements('SELECT 1\\G # maxscale route to master\n').map(sentText)).toEqual(['SELECT 1   # maxscale route to master'])
  })

  test('a megabyte on one line, of statements, marks or open comments, takes no longer than any other', () => {
    expect(splitStatements('SELECT 1;'.repeat(50_000))).toHaveLength(50_000)
    expect(texts(';'.repeat(1_000_000))).toEqual([])
    expect(texts('`'.repeat(1_000_000))).toHaveLength(1)
    expect(texts('; /* a */'.repeat(100_000))).toEqual([])
    expect(texts(' \nd'.repeat(300_000))).toHaveLength(1)
    expect(texts('/*!'.repeat(4_000))).toHaveLength(1)
    expect(texts('/*! '.repeat(100_000))).toHaveLength(1)
    expect(texts(`${'/*! '.repeat(20_000)}1${' */'.repeat(20_000)}`)).toHaveLength(1)
    expect(texts(`CREATE PROCEDURE p() ${'BEGIN '.repeat(100_000)}`)).toHaveLength(1)
  })

  test('what is unterminated runs to the end', () => {
    for (const script of ["SELECT 'a; b", 'SELECT `a; b', 'SELECT /* a; b', 'SELECT /*! a; b', "SELECT 'a\\"]) {
      expect(texts(script)).toEqual([script])
    }
  })

  test('lines count from one and follow line ends of both kinds', () => {
    expect(splitStatements('SELECT 1;\r\n\r\nSELECT 2;\nSELECT 3').map((one) => one.line)).toEqual([1, 3, 4])
  })

  const strings = fc.constantFrom("'a;b'", "'it''s'", '"\\";"', '`x;``y`', '/* ; */', '/*+TDDL:a;*/', '-- ;\n', '# ;\n')
  const words = fc.constantFrom('SELECT', 'x', '1', '5--3', '(', ')', ',', '数据', '😀', '*', 'd', 'delimiter_')
  const statement = fc
    .tuple(fc.constantFrom('SELECT', '/*!1 x */', '(1'), fc.array(fc.oneof(strings, words), { maxLength: 8 }))
    .map(([head, rest]) => [head, ...rest].join(' ').trimEnd())
  const blank = fc.constantFrom('', ' ', '\n', '\r\n\t', '\n\n')

  test('statements and separators together are the script, whatever it holds', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.oneof(strings, words, blank, fc.constantFrom(';', "'", '/*', '\\', '\nDELIMITER //\n', '//')), { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(anything, (script) => {
        let at = 0
        let rebuilt = ''
        for (const one of splitStatements(script)) {
          expect(one.start).toBeGreaterThanOrEqual(at)
          expect(one.codeStart).toBeGreaterThanOrEqual(one.start)
          expect(one.end).toBeGreaterThan(one.codeStart)
          expect(one.delimiterEnd).toBeGreaterThanOrEqual(one.end)
          expect(one.text).not.toMatch(/^[ \t\r\n]/)
          expect(one.line).toBe(script.slice(0, one.start).split('\n').length)
          rebuilt += script.slice(at, one.start) + one.text
          at = one.end
        }
        expect(rebuilt + script.slice(at)).toBe(script)
      }),
      { numRuns: 2_000 },
    )
  })

  test('joining statements by a delimiter and splitting again gives the same statements', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), blank, fc.constantFrom(';', '//', '$$'), (list, gap, delimiter) => {
        const script = `DELIMITER ${delimiter}\n${list.map((one) => `${one}\n${delimiter}${gap}`).join('')}`
        expect(texts(script)).toEqual(list)
      }),
      { numRuns: 1_000 },
    )
  })
})

test('a backslash does not have the script split eleven times more, where nothing else could be read in another way', () => {
  const milliseconds = (script: string): number => {
    const started = performance.now()
    splitStatements(script)
    return performance.now() - started
  }
  const rest = 'a; '.repeat(30_000)
  // By turns: what else the machine does falls on both.
  const rounds = Array.from({ length: 9 }, () => [milliseconds(String.raw`SELECT 'it\'s'; ${rest}`), milliseconds(`SELECT 'its'; ${rest}`)] as const)
  // One other way at most is left: it took nine times as long as without, and takes less than twice.
  expect(Math.min(...rounds.map(([escaped]) => escaped))).toBeLessThan(4 * Math.max(Math.min(...rounds.map(([, plain]) => plain)), 3))
})

describe('what is run', () => {
  test('the statement around the caret, also at its edges and on its delimiter', () => {
    expect(run('SELECT 1; SEL|ECT 2; SELECT 3')).toEqual(['SELECT 2'])
    expect(run('|SELECT 1;\nSELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;\n|SELECT 2')).toEqual(['SELECT 2'])
    expect(run('SELECT 1|;\nSELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;\nSELECT 2|')).toEqual(['SELECT 2'])
  })

  test('just behind a delimiter it is the statement that was finished there', () => {
    expect(run('SELECT 1;|SELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; | SELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; -- no|te\nSELECT 2')).toEqual(['SELECT 1'])
  })

  test('between two statements it is the nearer one, the earlier when both are as near', () => {
    expect(run('SELECT 1;\n|\n\n\nSELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;\n\n\n|\nSELECT 2')).toEqual(['SELECT 2'])
    expect(run('SELECT 1;\n|\nSELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;\n  |  SELECT 2')).toEqual(['SELECT 2'])
  })

  test('before the first it is the first, behind the last the last', () => {
    expect(run('\n|\nSELECT 1; SELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; SELECT 2;\n\n-- not|es\n')).toEqual(['SELECT 2'])
  })

  test('behind a remark or further delimiters it is the statement that they follow', () => {
    expect(run('SELECT 1; /* done */|\n\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* do|ne */\n\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\n b */|\n\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\nb\nc\nd\ne */|\n\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\nb\nc\nd| */\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\nb\nc */\n|\n\n\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\nb\nc */ |DROP TABLE keep_me;')).toEqual(['DROP TABLE keep_me'])
    expect(run('SELECT 1; /* a\nb\nc */| DROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a\nb\nc */|DROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a */ /* b */| DROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; /* a */|DROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; -- maxscale route to server db2|\nDROP TABLE keep_me;')).toEqual(['SELECT 1; -- maxscale route to server db2'])
    expect(run('SELECT 1;;;|DROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;; ;|\nDROP TABLE keep_me;')).toEqual(['SELECT 1'])
    expect(run('SELECT 1;|;;DROP TABLE keep_me;')).toEqual(['SELECT 1'])
  })

  test('a caret in leading comments runs the statement below them', () => {
    expect(run('SELECT 1;\n\n-- the sec|ond\nSELECT 2')).toEqual(['-- the second\nSELECT 2'])
  })

  test('a script without statements runs nothing', () => {
    expect(run('-- only| words')).toEqual([])
    expect(run('|')).toEqual([])
  })

  test('a selection runs its statements, cut as they were selected', () => {
    expect(run('SELECT * FROM («SELECT 1») x')).toEqual(['SELECT 1'])
    expect(run('«SELECT 1; SELECT» 2; SELECT 3')).toEqual(['SELECT 1', 'SELECT'])
  })

  test('a selection of blanks alone counts as a caret, one of comments alone runs nothing', () => {
    expect(run('SELECT 1;« » SELECT 2')).toEqual(['SELECT 1'])
    expect(run('SELECT 1; «-- one»\nSELECT 2')).toEqual([])
  })

  test('the delimiter in force where the selection starts holds in it', () => {
    expect(run('DELIMITER //\n«BEGIN; END//\nSELECT 1;//» SELECT 2//')).toEqual(['BEGIN; END', 'SELECT 1;'])
  })

  test('offsets and lines of a selection are those of the whole script', () => {
    const script = 'SELECT 1;\nSELECT 2;\nSELECT 3;'
    const [only] = statementsToRun(script, { start: 10, end: 18 }, 18) as [SqlStatement]
    expect(only).toMatchObject({ start: 10, end: 18, line: 2, text: 'SELECT 2' })
  })

  test('the caret always runs a statement of the script when there is one', () => {
    const scripts = fc.array(fc.constantFrom('SELECT 1', ';', '\n', ' ', '-- c\n', '/*+h*/'), { maxLength: 14 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(scripts, fc.nat(120), (script, at) => {
        const all = splitStatements(script)
        const found = statementsToRun(script, null, Math.min(at, script.length))
        expect(found).toHaveLength(Math.min(all.length, 1))
        if (found[0]) expect(all).toContainEqual(found[0])
      }),
      { numRuns: 1_000 },
    )
  })
})
