import { opens, type MapNode } from './map-node.ts'

/** What a key asks of the tree. */
export type TreeWish =
  | { kind: 'select' | 'toggle' | 'open'; node: MapNode }
  | { kind: 'zoom'; to: 'in' | 'out' | 'fit' }

/** The keys of a tree (ARIA Authoring Practices, "Tree View"), and those that zoom the picture beside it. */
export function wishOf(key: string, shown: readonly MapNode[], at: number, title: (node: MapNode) => string): TreeWish | null {
  if (key === '+' || key === '=') return { kind: 'zoom', to: 'in' }
  if (key === '-') return { kind: 'zoom', to: 'out' }
  if (key === '0') return { kind: 'zoom', to: 'fit' }
  const select = (node: MapNode | null | undefined): TreeWish | null => (node ? { kind: 'select', node } : null)
  const node = shown[at]
  if (!node) return key.startsWith('Arrow') || key === 'Home' ? select(shown[0]) : null
  switch (key) {
    case 'ArrowDown':
      return select(shown[at + 1])
    case 'ArrowUp':
      return select(shown[at - 1])
    case 'ArrowRight':
      return opens(node) && !node.open ? { kind: 'toggle', node } : select(node.children[0])
    case 'ArrowLeft':
      return opens(node) && node.open ? { kind: 'toggle', node } : select(node.parent)
    case 'Home':
      return select(shown[0])
    case 'End':
      return select(shown.at(-1))
    case 'PageDown':
      return select(shown[Math.min(shown.length - 1, at + 10)])
    case 'PageUp':
      return select(shown[Math.max(0, at - 10)])
    case 'Enter':
      return { kind: 'open', node }
    case ' ':
      return opens(node) ? { kind: 'toggle', node } : null
  }
  if ([...key].length !== 1) return null
  const letter = key.toLowerCase()
  return select([...shown.slice(at + 1), ...shown.slice(0, at)].find((other) => title(other).toLowerCase().startsWith(letter)))
}
