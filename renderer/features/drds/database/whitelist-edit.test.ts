import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWhitelists, inMode, marksOf, sentEntries, wordsIn } from './whitelist-edit.ts'

const address = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.0.${a}.${b}`)
const lists = fc.uniqueArray(address, { maxLength: 8 })

test('entries are found however they were separated', () => {
  expect(wordsIn(' 10.0.0.1,10.0.0.2\n10.0.0.0/24;10.0.0.3，10.0.0.4\t')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.0/24', '10.0.0.3', '10.0.0.4'])
  fc.assert(
    fc.property(lists, fc.constantFrom(',', ' ', '\n', ', ', '\r\n', '，'), (entries, between) => {
      expect(wordsIn(entries.join(between))).toEqual(entries)
    }),
  )
})

test('appending removes nothing, and before and after differ by what is sent', () => {
  fc.assert(
    fc.property(lists, lists, (current, entries) => {
      const edit = { mode: 'append', entries } as const
      const { kept, added, removed } = compareWhitelists(edit, current)
      expect(kept).toEqual(current)
      expect(removed).toEqual([])
      expect(added).toEqual(sentEntries(edit, current))
    }),
  )
})

test('replacing leaves what is sent and nothing else', () => {
  fc.assert(
    fc.property(lists, lists, (current, entries) => {
      const { kept, added, removed } = compareWhitelists({ mode: 'replace', entries }, current)
      expect([...kept, ...added].sort()).toEqual(entries.toSorted())
      expect([...kept, ...removed].sort()).toEqual(current.toSorted())
    }),
  )
})

test('changing the mode there and back loses nothing that is new', () => {
  fc.assert(
    fc.property(lists, lists, (current, entries) => {
      const fresh = entries.filter((entry) => !current.includes(entry))
      const edit = { mode: 'append', entries: fresh } as const
      expect(inMode(inMode(edit, 'replace', current), 'append', current)).toEqual(edit)
    }),
  )
})

test('each entry says what is wrong with it', () => {
  const edit = { mode: 'append', entries: ['10.0.0.1', '10.0.0.1', '300.1.1.1', '10.0.0.0/33', '0.0.0.0', '10.0.0.9'] } as const
  expect(marksOf(edit, ['10.0.0.9']).map((mark) => (mark?.kind === 'wrong' ? mark.failure.code : (mark?.kind ?? null)))).toEqual([
    null, 'drds.field.whitelistTwice', 'drds.field.whitelistAddress', 'drds.field.whitelistBits', 'open', 'there',
  ])
})

test('what stands there is a mark for appending only', () => {
  expect(marksOf({ mode: 'replace', entries: ['10.0.0.9'] }, ['10.0.0.9'])).toEqual([null])
})
