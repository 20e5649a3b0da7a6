import { expect, test } from 'vitest'
import { keyCaps, keyOf, matchesKeys, spokenKeys } from './shortcut.ts'

const press = (key: string, held: string[] = [], code = '', keyCode = 0) => ({
  key,
  code,
  keyCode,
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

test('the letter decided nothing: on AZERTY, Dvorak and QWERTZ a shortcut is where its letter is', () => {
  expect(matchesKeys(press('z', ['ctrl', 'alt'], 'KeyW'), 'Mod+Alt+Z', false)).toBe(true)
  expect(matchesKeys(press('w', ['ctrl', 'alt'], 'KeyZ'), 'Mod+Alt+Z', false)).toBe(false)
  expect(matchesKeys(press('y', ['ctrl', 'alt'], 'KeyZ'), 'Mod+Alt+Z', false)).toBe(false)
  expect(matchesKeys(press('k', ['ctrl'], 'KeyV'), 'Mod+K', false)).toBe(true)
  // Dvorak has signs where others have letters.
  for (const [sign, code, keyCode] of [["'", 'KeyQ', 222], [',', 'KeyW', 188], ['.', 'KeyE', 190], [';', 'KeyZ', 186]] as const) {
    expect(keyOf(press(sign, ['ctrl'], code, keyCode), false)).toBe(sign)
  }
  expect(matchesKeys(press(',', ['ctrl'], 'KeyW', 188), 'Mod+,', false)).toBe(true)
})

test('shortcuts were dead where the layout has no Latin letters: there the key decides', () => {
  const layouts = { Russian: 'лтм', Greek: 'κνω', Hebrew: 'למה', Arabic: 'نىر', Thai: 'าือ', Hindi: 'कलन', Armenian: 'կնվ', Georgian: 'კნვ', Hangul: 'ㅏㅜㅍ' }
  for (const [layout, [k = '', n = '', v = '']] of Object.entries(layouts)) {
    expect([layout, matchesKeys(press(k, ['ctrl'], 'KeyK'), 'Mod+K', false)]).toEqual([layout, true])
    expect([layout, matchesKeys(press(k, ['meta'], 'KeyK'), 'Mod+K', true)]).toEqual([layout, true])
    expect([layout, matchesKeys(press(n, ['ctrl', 'alt'], 'KeyN'), 'Mod+Alt+N', false)]).toEqual([layout, true])
    expect([layout, matchesKeys(press(v, ['ctrl', 'alt'], 'KeyV'), 'Mod+Alt+V', false)]).toEqual([layout, true])
    expect([layout, matchesKeys(press(v, ['ctrl', 'alt'], 'KeyV'), 'Mod+V', false)]).toEqual([layout, false])
  }
  expect(matchesKeys(press('لا', ['ctrl'], 'KeyB'), 'Mod+B', false)).toBe(true)
  for (const comma of ['б', 'ת', 'و']) expect(matchesKeys(press(comma, ['ctrl'], 'Comma'), 'Mod+,', false)).toBe(true)
  // Hebrew types a slash where Q is.
  expect(keyOf(press('/', ['ctrl'], 'KeyQ', 81), false)).toBe('Q')
  expect(keyOf(press('Ф', ['ctrl', 'shift'], 'KeyA'), false)).toBe('A')
})

test('accents and other Latin letters are no letters of the alphabet, whatever they are next to', () => {
  for (const [letter, code] of [['ı', 'KeyI'], ['é', 'Digit2'], ['ſ', 'KeyS'], ['\u212a', 'KeyK'], ['µ', 'KeyM'], ['Dead', 'KeyK']] as const) {
    expect([letter, matchesKeys(press(letter, ['ctrl'], code), 'Mod+I Mod+S Mod+K Mod+M', false)]).toEqual([letter, false])
  }
})

test('Caps Lock changes no shortcut', () => {
  expect(matchesKeys(press('K', ['ctrl']), 'Mod+K', false)).toBe(true)
  expect(matchesKeys(press('c', ['ctrl', 'shift']), 'Mod+Shift+C', false)).toBe(true)
})

test('with AltGr no key is a shortcut, even where it types a plain letter', () => {
  const altGr = (key: string, held: string[]) => ({ ...press(key, held), getModifierState: (name: string) => name === 'AltGraph' })
  expect(matchesKeys(altGr('v', ['ctrl', 'alt']), 'Mod+Alt+V', false)).toBe(false)
  expect(matchesKeys(altGr('ґ', []), 'Mod+Alt+U', false)).toBe(false)
  expect(matchesKeys(altGr('v', ['meta', 'alt']), 'Mod+Alt+V', true)).toBe(true)
})

test('Option on a Mac: the letter of the layout, where the browser tells it', () => {
  expect(matchesKeys(press('Â', ['meta', 'alt'], 'KeyW', 90), 'Mod+Alt+Z', true)).toBe(true)
  expect(matchesKeys(press('‹', ['meta', 'alt'], 'KeyZ', 87), 'Mod+Alt+Z', true)).toBe(false)
})

test('digits are keys of a row, and signs are what is typed, with Shift or without', () => {
  expect(matchesKeys(press('!', ['ctrl', 'shift'], 'Digit1'), 'Mod+Shift+1', false)).toBe(true)
  expect(matchesKeys(press('&', ['ctrl'], 'Digit1'), 'Mod+1', false)).toBe(true)
  expect(matchesKeys(press('/', ['ctrl', 'shift'], 'Digit7'), 'Mod+/', false)).toBe(true)
  expect(matchesKeys(press('+', ['ctrl'], 'BracketRight'), 'Mod++', false)).toBe(true)
})

test('a key that an input method composes with is no shortcut', () => {
  expect(matchesKeys({ ...press('Enter', ['ctrl']), isComposing: true }, 'Mod+Enter', false)).toBe(false)
  expect(matchesKeys(press('Enter', ['ctrl'], 'Enter', 229), 'Mod+Enter', false)).toBe(false)
})

test('a shortcut is drawn in the platform’s signs and said in words', () => {
  expect(keyCaps('Mod+Shift+Enter', true)).toEqual(['⌘', '⇧', '↵'])
  expect(keyCaps('Mod+Shift+Enter', false)).toEqual(['Ctrl', 'Shift', '↵'])
  expect(spokenKeys('Mod+Enter', false)).toBe('Ctrl+Enter')
  expect(spokenKeys('Mod+Enter', true)).toBe('Command+Enter')
})
