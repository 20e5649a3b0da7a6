import { expect, test } from 'vitest'
import { hexDump, hexPreview } from './binary-preview.ts'

test('a preview shows the first bytes and the whole length', () => {
  expect(hexPreview('AB', 8)).toEqual({ hex: '4142', length: 2, whole: true })
  expect(hexPreview('中文字', 4)).toEqual({ hex: 'E4B8ADE6', length: 9, whole: false })
})

test('a dump keeps sixteen bytes a line and shows what is printable', () => {
  expect(hexDump('Tessera\n中', 1_024)).toBe('00000000  54 65 73 73 65 72 61 0a e4 b8 ad                 Tessera····')
})
