import { isComposing } from './composition.ts'

/**
 * Shortcuts are written "Mod+Shift+K": Mod is ⌘ on macOS and Ctrl elsewhere; the last part is a KeyboardEvent.key
 * (letters in upper case). Several keys for one command are separated by a space.
 */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** How a part of a shortcut is drawn, and how it is said. */
const signs: Record<string, { mac: string; other: string; said: string; saidOnMac?: string }> = {
  Mod: { mac: '⌘', other: 'Ctrl', said: 'Ctrl', saidOnMac: 'Command' },
  Ctrl: { mac: '⌃', other: 'Ctrl', said: 'Ctrl', saidOnMac: 'Control' },
  Shift: { mac: '⇧', other: 'Shift', said: 'Shift' },
  Alt: { mac: '⌥', other: 'Alt', said: 'Alt', saidOnMac: 'Option' },
  Enter: { mac: '↵', other: '↵', said: 'Enter' },
  Escape: { mac: 'Esc', other: 'Esc', said: 'Escape' },
  Tab: { mac: '⇥', other: 'Tab', said: 'Tab' },
}

const first = (keys: string) => keys.split(' ')[0] ?? ''

/** The caps to draw for a shortcut's first alternative. */
export const keyCaps = (keys: string, mac = isMac): string[] =>
  first(keys).split('+').map((part) => signs[part]?.[mac ? 'mac' : 'other'] ?? part)

/** The shortcut in words, such as "Ctrl+Enter". */
export const spokenKeys = (keys: string, mac = isMac): string =>
  first(keys)
    .split('+')
    .map((part) => {
      const sign = signs[part]
      return (mac ? sign?.saidOnMac : undefined) ?? sign?.said ?? part
    })
    .join('+')

/** For aria-keyshortcuts, which wants "Control+K" or "Meta+K". */
export const ariaKeys = (keys: string): string =>
  keys.replaceAll('Mod', isMac ? 'Meta' : 'Control').replaceAll('Ctrl', 'Control')

interface KeyPress {
  key: string
  code: string
  keyCode?: number
  isComposing?: boolean
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  getModifierState?: (key: string) => boolean
}

/** True where the event is one of the shortcut's alternatives. */
export function matchesKeys(event: KeyPress, keys: string, mac = isMac): boolean {
  // With AltGr a sign is typed, and Windows says Ctrl and Alt for it. On a Mac Option is a modifier like the others.
  if (isComposing(event) || (!mac && event.getModifierState?.('AltGraph'))) return false
  const pressed = keyOf(event, mac)
  return keys.split(' ').some((alternative) => {
    // Mod++ is Mod and the plus.
    const key = alternative.endsWith('+') ? '+' : alternative.slice(alternative.lastIndexOf('+') + 1)
    const held = alternative.slice(0, -key.length).split('+')
    const wants = (name: string) => held.includes(name)
    const mod = wants('Mod')
    return (
      (pressed === key || isDigitKey(event, key)) &&
      event.ctrlKey === (wants('Ctrl') || (mod && !mac)) &&
      event.metaKey === (mod && mac) &&
      // A sign that a layout types with Shift is that sign all the same.
      (event.shiftKey === wants('Shift') || (event.shiftKey && SIGN.test(key))) &&
      event.altKey === wants('Alt')
    )
  })
}

/** The row of digits is found by its place: it types signs with Shift, on AZERTY without. */
const isDigitKey = ({ code }: KeyPress, key: string) => /^\d$/.test(key) && code === `Digit${key}`

const LATIN = /^[a-z]$/i
const SIGN = /^[^\p{L}\p{N}\s]$/u
/** Begins with a letter, or with what is written above or below one, of a script that is not Latin. */
const OTHER_SCRIPT = /^(?=[\p{L}\p{M}])[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u

/** What a place types on the keyboards of the United States, after which those without Latin letters are used. */
const places: Record<string, string> = {
  Comma: ',', Period: '.', Slash: '/', Semicolon: ';', Quote: "'", BracketLeft: '[', BracketRight: ']', Backslash: '\\',
  Minus: '-', Equal: '=', Backquote: '`',
}

/**
 * The key of a shortcut, letters in upper case. The letter that is typed decides, wherever it is on the keyboard; the
 * key's place does where the layout has no Latin letters (Cyrillic, Greek, Hebrew, Arabic).
 */
export function keyOf({ key, code, keyCode = 0, ctrlKey, altKey }: KeyPress, mac = isMac): string {
  if (LATIN.test(key)) return key.toUpperCase()
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? places[code]
  if (place !== undefined && OTHER_SCRIPT.test(key) && !(mac && altKey)) return place
  // Browsers give the letter of a key in keyCode, also where it types another sign: with Option on a Mac; and Hebrew
  // has a slash where Q is, and Latin letters nowhere. Ctrl and Alt elsewhere may be AltGr, so there only signs count.
  const letter = keyCode >= 65 && keyCode <= 90 ? String.fromCharCode(keyCode) : undefined
  if (mac && altKey) return letter ?? place ?? key
  if (letter && code === `Key${letter}` && SIGN.test(key) && !(ctrlKey && altKey)) return letter
  return key
}
