import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { Settings } from '../../../../shared/contract/settings.ts'
import { noteComposition } from '../../../ui/composition.ts'
import type { EditorHandle, QueryModel } from '../query-model.ts'
import { shownScript } from '../run-state.ts'
import { activeTab, runOf, sessionOf } from '../tabs-store.ts'
import { createErrorMarks } from './error-marks.ts'
import type { Monaco } from './monaco.ts'
import { createOpenDocuments } from './open-documents.ts'
import { markCurrentStatement } from './statement-decoration.ts'
import { followTheme } from './theme.ts'

const options = {
  automaticLayout: true,
  // Until the setting is known; see `defaultSettings`.
  editContext: false,
  fixedOverflowWidgets: true,
  fontLigatures: false,
  glyphMargin: true,
  folding: true,
  lineDecorationsWidth: 12,
  lineNumbersMinChars: 3,
  minimap: { enabled: false },
  overviewRulerLanes: 3,
  hideCursorInOverviewRuler: true,
  padding: { top: 8, bottom: 8 },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  quickSuggestions: false,
  wordBasedSuggestions: 'currentDocument',
  // A full-width comma in a statement is an error worth seeing; in a comment or a string it is Chinese.
  unicodeHighlight: { includeComments: false, includeStrings: false, ambiguousCharacters: true, invisibleCharacters: true },
} as const satisfies editor.IStandaloneEditorConstructionOptions

export interface Editor {
  /** Takes effect at once, with the text and the caret as they are. */
  set(how: { fontSize: number; label: string; input: Settings['editorInput'] }): void
  dispose(): void
}

/** Puts an editor in `host` that always shows the model's active tab. */
export function createEditor(monaco: Monaco, host: HTMLElement, query: QueryModel): Editor {
  const { store, drafts, autosave } = query
  const stopTheme = followTheme(monaco)
  const instance = monaco.editor.create(host, {
    ...options,
    model: null,
    fontFamily: getComputedStyle(host).getPropertyValue('--font-mono').trim(),
  })
  const documents = createOpenDocuments(monaco, instance, drafts, autosave)
  const errors = createErrorMarks(monaco)
  const sqlMode = () => {
    const tab = activeTab(store.getState())
    return tab ? sessionOf(store.getState(), tab)?.sqlMode : undefined
  }
  const stopMarks = markCurrentStatement(monaco, instance, sqlMode, (statement) => store.setState({ currentStatement: statement }))

  const follow = () => {
    const state = store.getState()
    const tab = activeTab(state)
    if (tab) documents.show(tab)
    // Only then: an editor whose document goes away under it loses the focus.
    documents.keep(state.tabs)
    for (const { id } of state.tabs) {
      const model = documents.modelOf(id)
      const run = runOf(state, id)
      if (model) errors.show(model, run.kind === 'running' ? null : shownScript(run))
    }
  }
  const stopFollowing = store.subscribe((state, previous) => {
    if (state.tabs !== previous.tabs || state.activeTabId !== previous.activeTabId || state.runs !== previous.runs) follow()
  })

  instance.onDidChangeModelContent(() => {
    if (store.getState().refusal) store.setState({ refusal: null })
  })
  instance.onDidCompositionStart(() => noteComposition(host))
  instance.onDidCompositionEnd(() => noteComposition(null))
  // Whoever leaves has ended it, even where the end was not told.
  instance.onDidBlurEditorText(() => noteComposition(null))
  const noteCaret = () => {
    const model = instance.getModel()
    const selection = instance.getSelection()
    if (!model || !selection) return
    const { lineNumber: line, column } = selection.getPosition()
    const selected = selection.isEmpty() ? 0 : model.getValueLengthInRange(selection)
    store.setState({ caret: { line, column, selected } })
  }
  instance.onDidChangeCursorSelection(noteCaret)
  // A document that is new starts at its first letter, without a move of the caret.
  instance.onDidChangeModel(noteCaret)

  const handle = handleOf(instance)
  follow()
  query.setEditor(handle)
  return {
    set: ({ fontSize, label, input }) => instance.updateOptions({ fontSize, ariaLabel: label, editContext: input === 'editContext' }),
    dispose() {
      if (query.editor === handle) query.setEditor(null)
      drafts.collect()
      stopFollowing()
      stopMarks()
      stopTheme()
      instance.dispose()
      documents.dispose()
    },
  }
}

function handleOf(instance: editor.IStandaloneCodeEditor): EditorHandle {
  return {
    scope() {
      const model = instance.getModel()
      const selection = instance.getSelection()
      if (!model || !selection) return { selection: null, caret: 0 }
      const range = { start: model.getOffsetAt(selection.getStartPosition()), end: model.getOffsetAt(selection.getEndPosition()) }
      return { selection: selection.isEmpty() ? null : range, caret: model.getOffsetAt(selection.getPosition()) }
    },
    focus() {
      instance.focus()
      // Behind another view it cannot take the focus before React has drawn it.
      if (!instance.hasTextFocus()) requestAnimationFrame(() => instance.focus())
    },
    bringIntoView(offset) {
      const model = instance.getModel()
      if (model) instance.revealPositionInCenterIfOutsideViewport(model.getPositionAt(offset))
    },
    reveal(offset) {
      const model = instance.getModel()
      if (!model) return
      const position = model.getPositionAt(offset)
      instance.setPosition(position)
      instance.revealPositionInCenterIfOutsideViewport(position)
      instance.focus()
    },
  }
}
