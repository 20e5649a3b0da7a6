import type { editor } from 'monaco-editor/editor/editor.api.js'
import { joinEdits, ScriptIndex, type TextEdit } from '../../../../shared/sql/script-index.ts'
import type { SqlStatement } from '../../../../shared/sql/split.ts'
import type { Monaco } from './monaco.ts'
import styles from './sql-editor.module.css'

const QUIET_MS = 60

/**
 * Marks, in the gutter, the statement that "run" would run, and tells which it is. A selection is its own mark, so
 * nothing is drawn for one. `sqlMode` is that of the tab's session. Answers how to stop.
 */
export function markCurrentStatement(
  monaco: Monaco,
  instance: editor.IStandaloneCodeEditor,
  sqlMode: () => string | undefined,
  onChange: (statement: SqlStatement | null) => void,
): () => void {
  const marks = instance.createDecorationsCollection()
  let timer: ReturnType<typeof setTimeout> | undefined
  let split: { model: editor.ITextModel; mode: string | undefined; index: ScriptIndex; length: number; edit: TextEdit | null } | null = null

  const indexOf = (model: editor.ITextModel): ScriptIndex => {
    const mode = sqlMode()
    if (split?.model !== model || split.mode !== mode) split = { model, mode, index: new ScriptIndex(model.getValue(), mode), length: model.getValueLength(), edit: null }
    if (split.edit) {
      split.index.edit(model.getValue(), split.edit)
      split.edit = null
    }
    return split.index
  }

  const update = () => {
    const model = instance.getModel()
    const selection = instance.getSelection()
    if (!model || !selection) return
    const statement = indexOf(model).statementAt(model.getOffsetAt(selection.getPosition())) ?? null
    onChange(statement)
    if (!statement || !selection.isEmpty()) return marks.clear()
    const from = model.getPositionAt(statement.codeStart).lineNumber
    const to = model.getPositionAt(statement.end).lineNumber
    marks.set([
      {
        range: new monaco.Range(from, 1, to, 1),
        options: { isWholeLine: true, linesDecorationsClassName: styles.currentStatement ?? '' },
      },
    ])
  }

  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(update, QUIET_MS)
  }
  const note = ({ changes, isFlush, isEolChange }: editor.IModelContentChangedEvent) => {
    const model = instance.getModel()
    if (split && (isFlush || isEolChange || split.model !== model)) split = null
    if (split) {
      const length = split.model.getValueLength()
      const edit = spanOf(changes, length - split.length)
      split = { ...split, length, edit: split.edit ? joinEdits(split.edit, edit) : edit }
    }
    later()
  }
  const listeners = [
    instance.onDidChangeModel(later),
    instance.onDidChangeModelContent(note),
    instance.onDidChangeCursorSelection(later),
  ]
  later()
  return () => {
    clearTimeout(timer)
    for (const listener of listeners) listener.dispose()
  }
}

/** Several changes at once, whose places are those of the text before, as one that spans them all. */
function spanOf(changes: readonly editor.IModelContentChange[], grown: number): TextEdit {
  const offset = Math.min(...changes.map((change) => change.rangeOffset))
  const end = Math.max(...changes.map((change) => change.rangeOffset + change.rangeLength))
  return { offset, removed: end - offset, inserted: end - offset + grown }
}
