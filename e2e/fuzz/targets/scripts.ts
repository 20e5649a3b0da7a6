import { shop, statements } from './sql-seeds.ts'
import { classifyStatement } from '../../../shared/sql/classify.ts'
import { errorPosition } from '../../../shared/sql/error-position.ts'
import { limitStatement } from '../../../shared/sql/limit.ts'
import { planRun } from '../../../shared/sql/run-plan.ts'
import { ScriptIndex } from '../../../shared/sql/script-index.ts'
import { followStatement, freshTrace } from '../../../shared/sql/session-trace.ts'
import { splitStatements } from '../../../shared/sql/split.ts'
import { sqlModeAfter } from '../../../shared/sql/sql-mode-after.ts'
import { databaseAfter } from '../../../shared/sql/used-database.ts'
import { must, textOf, type Target } from '../target.ts'

const modes = [undefined, '', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ORACLE']

export const scriptTargets = {
  script: {
    seeds: [shop, ...statements],
    words: [
      'DELIMITER //\n', 'DELIMITER ;\n', '//', '$$', ';', '\\', "'", '"', '`', '/*', '*/', '/*!50000 ', '/*M!100000 ', '/*+ ', '-- ', '--', '#', '\n', '\r\n', 'BEGIN', 'END', 'IF', 'THEN', 'CASE', 'LOOP', 'REPEAT', 'WHILE', 'DO', 'CREATE PROCEDURE p()', 'CREATE TRIGGER', 'LIMIT 1',
      'SELECT', 'FROM', '(', ')', 'UNION', 'SET sql_mode=', '@@', '@a:=1', 'USE `', 'INTO OUTFILE', 'FOR UPDATE', 'XA START', 'START TRANSACTION', '-- maxscale route to master', '\u0000', '\ufeff', '中', '\ud83d', 'N\'', '0x', '1e', '.', 'WITH a AS (',
    ],
    run(bytes) {
      const script = textOf(bytes)
      for (const mode of modes) {
        const found = splitStatements(script, mode)
        let end = 0
        for (const one of found) {
          must(one.start >= end && one.end >= one.start && one.end <= script.length, `statements overlap or leave the script (${mode})`)
          must(one.text === script.slice(one.start, one.end), `a statement is not the script's own text (${mode})`)
          must(one.text.trim() !== '', `a statement of blanks (${mode})`)
          must(one.codeStart >= one.start && one.codeStart <= one.end && one.delimiterEnd >= one.end, `places out of order (${mode})`)
          end = one.delimiterEnd
        }
        const index = new ScriptIndex(script, mode)
        must(index.count >= 0 && (index.count === 0) === (found.length === 0), `the index finds ${index.count} of ${found.length} (${mode})`)
      }
      for (const { text } of splitStatements(script).slice(0, 20)) {
        classifyStatement(text)
        const limited = limitStatement(text, 100)
        must(limited.added || limited.sql === text, 'changed without a limit')
        followStatement(freshTrace, text, null)
        databaseAfter('a', text, false)
        sqlModeAfter('', text, false)
        errorPosition(`You have an error in your SQL syntax near '${text.slice(0, 40)}' at line 2`, text)
      }
      const middle = script.length >> 1
      planRun(script, { kind: 'caret', selection: null, caret: middle })
      planRun(script, { kind: 'caret', selection: { start: middle >> 1, end: middle }, caret: middle })
      planRun(script, { kind: 'all' })
    },
  },
} satisfies Record<string, Target>
