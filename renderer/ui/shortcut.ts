/**
 * Shortcuts are written "Mod+Shift+K": Mod is ⌘ on macOS and Ctrl elsewhere; the last part is a KeyboardEvent.key
 * (letters in upper case). Several keys for one command are separated by a space.
 */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const signs: Record<string, { mac: string; other: string; spoken?: string }> = {
  Mod: { mac: '⌘', other: 'Ctrl' },
  Ctrl: { mac: '⌃', other: 'Ctrl' },
  Shift: { mac: '⇧', other: 'Shift' },
  Alt: { mac: '⌥', other: 'Alt' },
  Enter: { mac: '↵', other: '↵', spoken: 'Enter' },
  Escape: { mac: 'Esc', other: 'Esc' },
  Tab: { mac: '⇥', other: 'Tab' },
}

const first = (keys: string) => keys.split(' ')[0] ?? ''

/** The caps to draw for a shortcut's first alternative. */
export const keyCaps = (keys: string, mac = isMac): string[] =>
  first(keys).split('+').map((part) => signs[part]?.[mac ? 'mac' : 'other'] ?? part)

/** The shortcut as a screen reader should say it. */
export const spokenKeys = (keys: string): string =>
  first(keys).split('+').map((part) => signs[part]?.spoken ?? signs[part]?.other ?? part).join('+')

/** For aria-keyshortcuts, which wants "Control+K" or "Meta+K". */
export const ariaKeys = (keys: string): string =>
  keys.replaceAll('Mod', isMac ? 'Meta' : 'Control').replaceAll('Ctrl', 'Control')

interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** True where the event is one of the shortcut's alternatives. */
export function matchesKeys(event: KeyPress, keys: string, mac = isMac): boolean {
  return keys.split(' ').some((alternative) => {
    const parts = alternative.split('+')
    const key = parts.at(-1) ?? ''
    const wants = (name: string) => parts.slice(0, -1).includes(name)
    const mod = wants('Mod')
    return (
      event.key.toUpperCase() === key.toUpperCase() &&
      event.ctrlKey === (wants('Ctrl') || (mod && !mac)) &&
      event.metaKey === (mod && mac) &&
      event.shiftKey === wants('Shift') &&
      event.altKey === wants('Alt')
    )
  })
}
