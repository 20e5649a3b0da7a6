import type { editor } from 'monaco-editor/editor/editor.api.js'
import { splitStatements, statementAt, type SqlStatement } from '../../../../shared/sql/split.ts'
import type { Monaco } from './monaco.ts'
import styles from './sql-editor.module.css'

const QUIET_MS = 60

/**
 * Marks, in the gutter, the statement that "run" would run, and tells which it is. A selection is its own mark, so
 * nothing is drawn for one. Answers how to stop.
 */
export function markCurrentStatement(
  monaco: Monaco,
  instance: editor.IStandaloneCodeEditor,
  onChange: (statement: SqlStatement | null) => void,
): () => void {
  const marks = instance.createDecorationsCollection()
  let timer: ReturnType<typeof setTimeout> | undefined
  let split: { key: string; statements: SqlStatement[]; text: string } | null = null

  const update = () => {
    const model = instance.getModel()
    const selection = instance.getSelection()
    if (!model || !selection) return
    const key = `${model.id}:${model.getVersionId()}`
    if (split?.key !== key) {
      const text = model.getValue()
      split = { key, text, statements: splitStatements(text) }
    }
    const caret = model.getOffsetAt(selection.getPosition())
    const statement = statementAt(split.statements, split.text, caret) ?? null
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
  const listeners = [
    instance.onDidChangeModel(later),
    instance.onDidChangeModelContent(later),
    instance.onDidChangeCursorSelection(later),
  ]
  later()
  return () => {
    clearTimeout(timer)
    for (const listener of listeners) listener.dispose()
  }
}
