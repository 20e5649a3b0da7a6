// @vitest-environment jsdom
import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { startI18n } from '../i18n/i18n.ts'
import { commands } from './commands.ts'

beforeAll(() => startI18n('en'))

const repeated = (texts: string[]) => texts.filter((text, at) => texts.indexOf(text) !== at)

test('every command stands once, under a shortcut of its own', () => {
  expect(repeated(commands.map(({ id }) => id))).toEqual([])
  expect(repeated(commands.flatMap(({ keys }) => keys?.split(' ') ?? []))).toEqual([])
})

test('every command has a title that no other has', () => {
  const titles = commands.map(({ titleKey }) => i18next.t(titleKey))
  expect(titles.filter((title) => !title || title.includes('.'))).toEqual([])
  expect(repeated(titles)).toEqual([])
})

test('no command takes a key that a browser keeps for itself', () => {
  const kept = new Set(['Mod+T', 'Mod+W', 'Mod+N', 'Mod+Shift+T', 'Mod+Shift+N', 'Mod+Tab', 'Mod+PageUp', 'Mod+PageDown', 'Mod+L', 'F5', 'Mod+R'])
  expect(commands.filter(({ keys }) => keys?.split(' ').some((one) => kept.has(one)))).toEqual([])
})
