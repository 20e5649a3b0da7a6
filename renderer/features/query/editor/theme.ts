import type { Monaco } from './monaco.ts'

const NAME = 'tessera'

/** Keeps Monaco in the colours of the tokens, whichever set is on. Answers how to stop. */
export function followTheme(monaco: Monaco): () => void {
  const apply = () => {
    const theme = document.documentElement.dataset.theme
    const styles = getComputedStyle(document.documentElement)
    defineTheme(monaco, theme, (name) => hexColour(styles.getPropertyValue(name)))
    monaco.editor.setTheme(NAME)
  }
  apply()
  const observer = new MutationObserver(apply)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function defineTheme(monaco: Monaco, theme: string | undefined, token: (name: string) => string) {
  const plain = (name: string) => token(name).slice(1)
  monaco.editor.defineTheme(NAME, {
    base: theme === 'contrast' ? 'hc-black' : theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: plain('--text-1') },
      { token: 'keyword', foreground: plain('--syntax-keyword') },
      { token: 'operator', foreground: plain('--text-2') },
      { token: 'delimiter', foreground: plain('--text-2') },
      { token: 'predefined', foreground: plain('--syntax-function') },
      { token: 'string', foreground: plain('--syntax-string') },
      { token: 'number', foreground: plain('--syntax-number') },
      { token: 'comment', foreground: plain('--text-3'), fontStyle: 'italic' },
      { token: 'hint', foreground: plain('--syntax-hint') },
      { token: 'identifier', foreground: plain('--text-1') },
    ],
    colors: {
      'editor.background': token('--surface-1'),
      'editor.foreground': token('--text-1'),
      'editorLineNumber.foreground': token('--text-3'),
      'editorLineNumber.activeForeground': token('--text-1'),
      'editorCursor.foreground': token('--text-1'),
      'editor.selectionBackground': token('--selection'),
      'editor.inactiveSelectionBackground': `${token('--selection')}90`,
      'editor.lineHighlightBackground': `${token('--text-1')}08`,
      'editor.lineHighlightBorder': `${token('--text-1')}00`,
      'editorError.foreground': token('--danger'),
      'editorWarning.foreground': token('--warning'),
      'editorGutter.background': token('--surface-1'),
      'editorWidget.background': token('--surface-raised'),
      'editorWidget.border': token('--border'),
      'editorHoverWidget.background': token('--surface-raised'),
      'editorHoverWidget.border': token('--border'),
      'input.background': token('--surface-1'),
      'input.border': token('--border-strong'),
      'menu.background': token('--surface-raised'),
      'menu.foreground': token('--text-1'),
      'menu.selectionBackground': token('--accent-surface'),
      'menu.selectionForeground': token('--text-1'),
      'list.hoverBackground': token('--accent-surface'),
      'list.focusBackground': token('--accent-surface'),
      'editorSuggestWidget.selectedBackground': token('--accent-surface'),
      'editorSuggestWidget.selectedForeground': token('--text-1'),
      'editorSuggestWidget.highlightForeground': token('--accent'),
      'editorSuggestWidget.focusHighlightForeground': token('--accent'),
      focusBorder: token('--focus'),
      'editorOverviewRuler.errorForeground': token('--danger'),
      'editorOverviewRuler.border': `${token('--border')}00`,
      // Brackets are quiet, but one without its partner is red.
      'editorBracketHighlight.foreground1': token('--text-2'),
      'editorBracketHighlight.foreground2': token('--text-2'),
      'editorBracketHighlight.foreground3': token('--text-2'),
      'editorBracketHighlight.unexpectedBracket.foreground': token('--danger'),
      'scrollbarSlider.background': `${token('--text-3')}50`,
      'scrollbarSlider.hoverBackground': `${token('--text-3')}80`,
      'scrollbarSlider.activeBackground': `${token('--text-3')}a0`,
      'scrollbar.shadow': `${token('--text-1')}00`,
    },
  })
}

/** Monaco takes #rrggbb alone; our tokens are written so, and a shorter spelling is widened. */
function hexColour(value: string): string {
  const hex = value.trim()
  return /^#[0-9a-f]{3}$/i.test(hex) ? hex.replace(/[^#]/g, '$&$&') : hex
}
