import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinEdits, ScriptIndex, type TextEdit } from './script-index.ts'
import { splitStatements, statementAt } from './split.ts'

const parts = [
  'SELECT 1', ';', ';', '\n', '\n', ' ', "'", "''", '"', '`', '\\', '\\G', '/*', '*/', '/* a */', '-- b\n', '# c', '/*!50000 x */', '/*!', '//', '\nDELIMITER //\n',
  '\nDELIMITER ;\n', 'delimiter', ' <> ', 'ORDER BY', 'CREATE PROCEDURE p() BEGIN', 'BEGIN', 'END', ' IF a THEN ', ' END IF', 'l: LOOP', 'END LOOP l',
  ' -- maxscale route to master\n', '/* maxscale route to slave */', 'DELETE FROM t', '数据', '😀', 'd',
]
const soup = (maxLength: number) => fc.array(fc.constantFrom(...parts), { maxLength }).map((some) => some.join(''))

interface Typed {
  at: number
  removed: number
  text: string
}
const typed: fc.Arbitrary<Typed> = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)), text: soup(3) })

function editOf(text: string, { at, removed, text: inserted }: Typed): { text: string; edit: TextEdit } {
  const offset = Math.floor(at * text.length)
  const gone = Math.min(removed, text.length - offset)
  return { text: text.slice(0, offset) + inserted + text.slice(offset + gone), edit: { offset, removed: gone, inserted: inserted.length } }
}

const all = (index: ScriptIndex) => Array.from({ length: index.count }, (_, at) => index.statement(at))
const plain = (script: string) => splitStatements(script, '')

test('whatever is typed, what is kept is what a full split finds', () => {
  fc.assert(
    fc.property(soup(60), fc.array(typed, { minLength: 1, maxLength: 8 }), (script, edits) => {
      const index = new ScriptIndex(script, '')
      expect(all(index)).toEqual(plain(script).map(({ unsure: _unsure, ...one }) => one))
      for (const one of edits) {
        const { text, edit } = editOf(index.text, one)
        index.edit(text, edit)
        expect(all(index)).toEqual(plain(text).map(({ unsure: _unsure, ...statement }) => statement))
      }
    }),
    { numRuns: 3_000 },
  )
})

test('several edits may be taken over as one', () => {
  fc.assert(
    fc.property(soup(40), fc.array(typed, { minLength: 2, maxLength: 5 }), (script, edits) => {
      const index = new ScriptIndex(script, '')
      let text = script
      let joined: TextEdit | undefined
      for (const one of edits) {
        const next = editOf(text, one)
        text = next.text
        joined = joined ? joinEdits(joined, next.edit) : next.edit
      }
      index.edit(text, joined!)
      expect(all(index)).toEqual(plain(text).map(({ unsure: _unsure, ...statement }) => statement))
    }),
    { numRuns: 1_000 },
  )
})

test('the statement at the caret is the one that a full split finds', () => {
  fc.assert(
    fc.property(soup(40), fc.nat(400), (script, at) => {
      const caret = Math.min(at, script.length)
      const found = statementAt(plain(script), script, caret)
      expect(new ScriptIndex(script, '').statementAt(caret)?.start).toEqual(found?.start)
    }),
  )
})

test('an edit in a script of 50,000 statements takes a small part of splitting it', () => {
  const script = "INSERT INTO t (a, b) VALUES (1, 'some text; with more');\n".repeat(50_000)
  const elapsed = (act: () => void) => {
    const begun = performance.now()
    act()
    return performance.now() - begun
  }
  const index = new ScriptIndex(script, '')
  let text = script
  const times = Array.from({ length: 9 }, (_, turn) => {
    const offset = Math.floor((script.length * (turn + 1)) / 10)
    const full = elapsed(() => splitStatements(text, ''))
    // The first letter at a place moves what is kept there; the letters behind it are what typing is.
    const typing = Array.from({ length: 6 }, () => {
      text = `${text.slice(0, offset)}x${text.slice(offset)}`
      // Joined here, and not in what is measured.
      text.charCodeAt(offset)
      return elapsed(() => index.edit(text, { offset, removed: 0, inserted: 1 }))
    })
    return Math.min(...typing.slice(1)) / full
  })
  expect(times.toSorted((one, other) => one - other)[4]).toBeLessThan(0.05)
  expect(index.count).toBe(splitStatements(text, '').length)
})
