import type { editor } from 'monaco-editor/editor/editor.api.js'
import { errorPlaces } from '../error-place.ts'
import type { Script } from '../run-state.ts'
import type { Monaco } from './monaco.ts'
import styles from './sql-editor.module.css'

const OWNER = 'server'

export interface ErrorMarks {
  /** Shows the errors of the script that a document ran last; null clears them. */
  show(model: editor.ITextModel, script: Script | null): void
}

/** Underlines the line that the server named, with its words and a sign in the margin; without a line, the sign alone. */
export function createErrorMarks(monaco: Monaco): ErrorMarks {
  const signs = new WeakMap<editor.ITextModel, string[]>()
  const shown = new WeakMap<editor.ITextModel, Script | null>()

  const clear = (model: editor.ITextModel) => {
    monaco.editor.setModelMarkers(model, OWNER, [])
    signs.set(model, model.deltaDecorations(signs.get(model) ?? [], []))
  }

  return {
    show(model, script) {
      if (shown.get(model) === script) return
      if (!shown.has(model)) clearWhenMended(monaco, model, clear)
      shown.set(model, script)
      clear(model)
      if (!script) return
      const places = errorPlaces(model.getValue(), script).map(({ start, end, exact, message }) => {
        const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
        return { exact, message, range }
      })
      const exact = places.filter((place) => place.exact)
      monaco.editor.setModelMarkers(
        model,
        OWNER,
        exact.map(({ range, message }) => Object.assign({ message, severity: monaco.MarkerSeverity.Error }, range)),
      )
      const decorations = places.map(({ range, message }) => ({
        range,
        options: { glyphMarginClassName: styles.errorSign ?? '', glyphMarginHoverMessage: { value: escaped(message) } },
      }))
      signs.set(model, model.deltaDecorations([], decorations))
    },
  }
}

/** A line that is being changed is being mended: its mark would only disturb. */
function clearWhenMended(monaco: Monaco, model: editor.ITextModel, clear: (model: editor.ITextModel) => void) {
  model.onDidChangeContent(({ changes }) => {
    const marks = monaco.editor.getModelMarkers({ resource: model.uri, owner: OWNER })
    const touched = marks.some((mark) =>
      changes.some(({ range }) => range.startLineNumber <= mark.endLineNumber && range.endLineNumber >= mark.startLineNumber),
    )
    if (touched) clear(model)
  })
}

/** The server's words are text, never markup. */
const escaped = (text: string) => text.replace(/[\\`*_{}[\]()#+\-.!<>|~$]/g, '\\$&')
