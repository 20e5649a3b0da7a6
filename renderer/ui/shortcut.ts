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
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** True where the event is one of the shortcut's alternatives. */
export function matchesKeys(event: KeyPress, keys: string, mac = isMac): boolean {
  // On a Mac, Option turns letters into other signs: the key's place says which it is. Elsewhere AltGr types letters
  // with Ctrl and Alt held, so there only the sign counts.
  const pressed = mac && event.altKey && event.code.startsWith('Key') ? event.code.slice(3) : event.key
  return keys.split(' ').some((alternative) => {
    const parts = alternative.split('+')
    const key = parts.at(-1) ?? ''
    const wants = (name: string) => parts.slice(0, -1).includes(name)
    const mod = wants('Mod')
    return (
      pressed.toUpperCase() === key.toUpperCase() &&
      event.ctrlKey === (wants('Ctrl') || (mod && !mac)) &&
      event.metaKey === (mod && mac) &&
      event.shiftKey === wants('Shift') &&
      event.altKey === wants('Alt')
    )
  })
}
