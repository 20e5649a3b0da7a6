import { expect, test } from 'vitest'
import { keyCaps, matchesKeys, spokenKeys } from './shortcut.ts'

const press = (key: string, held: string[] = [], code = '') => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
})

test('Mod is Ctrl on Linux and Windows, and Command on a Mac', () => {
  expect(matchesKeys(press('k', ['ctrl']), 'Mod+K', false)).toBe(true)
  expect(matchesKeys(press('k', ['meta']), 'Mod+K', false)).toBe(false)
  expect(matchesKeys(press('k', ['meta']), 'Mod+K', true)).toBe(true)
  expect(matchesKeys(press('k', ['ctrl']), 'Mod+K', true)).toBe(false)
})

test('a modifier that was not asked for is another shortcut', () => {
  expect(matchesKeys(press('Enter', ['ctrl', 'shift']), 'Mod+Enter', false)).toBe(false)
  expect(matchesKeys(press('Enter', ['ctrl', 'shift']), 'Mod+Shift+Enter', false)).toBe(true)
  expect(matchesKeys(press('F6'), 'F6', false)).toBe(true)
})

test('Option on a Mac changes the sign that a letter types, not the shortcut', () => {
  expect(matchesKeys(press('Dead', ['meta', 'alt'], 'KeyN'), 'Mod+Alt+N', true)).toBe(true)
})

test('a letter typed with AltGr is no shortcut', () => {
  expect(matchesKeys(press('ń', ['ctrl', 'alt'], 'KeyN'), 'Mod+Alt+N', false)).toBe(false)
})

test('a shortcut is drawn in the platform’s signs and said in words', () => {
  expect(keyCaps('Mod+Shift+Enter', true)).toEqual(['⌘', '⇧', '↵'])
  expect(keyCaps('Mod+Shift+Enter', false)).toEqual(['Ctrl', 'Shift', '↵'])
  expect(spokenKeys('Mod+Enter', false)).toBe('Ctrl+Enter')
  expect(spokenKeys('Mod+Enter', true)).toBe('Command+Enter')
})
