import type { editor } from 'monaco-editor/editor/editor.api.js'
import type { WorkspaceTab } from '../../../../shared/contract/workspace.ts'
import type { TabId } from '../../../../shared/model/ids.ts'
import type { Autosave } from '../autosave.ts'
import type { Drafts } from '../drafts.ts'
import type { Monaco } from './monaco.ts'
import { LANGUAGE } from './mysql-language.ts'

interface OpenDocument {
  model: editor.ITextModel
  /** Leaves word that text or caret changed. */
  note: () => void
  view: editor.ICodeEditorViewState | null
}

export interface OpenDocuments {
  /** Shows a tab's document, with its caret, scroll position and undo steps as they were left. */
  show(tab: WorkspaceTab): void
  /** Lets go of the documents of tabs that are no longer there. */
  keep(tabs: readonly WorkspaceTab[]): void
  modelOf(id: TabId): editor.ITextModel | undefined
  dispose(): void
}

/** One Monaco document a tab, made when the tab is first shown. */
export function createOpenDocuments(monaco: Monaco, instance: editor.IStandaloneCodeEditor, drafts: Drafts, autosave: Autosave): OpenDocuments {
  const documents = new Map<TabId, OpenDocument>()
  let shown: TabId | null = null

  function open(tab: WorkspaceTab): OpenDocument {
    const model = monaco.editor.createModel(tab.text, LANGUAGE)
    model.updateOptions({ tabSize: 2, insertSpaces: true })
    const note = () =>
      drafts.note(tab.id, () => {
        const position = shown === tab.id ? instance.getPosition() : document.view?.cursorState[0]?.position
        return { text: model.getValue(), caret: position ? model.getOffsetAt(position) : 0 }
      })
    const document: OpenDocument = { model, note, view: null }
    documents.set(tab.id, document)
    model.onDidChangeContent(({ changes, isFlush, isEolChange }) => {
      note()
      // Monaco names places in the text before the edit, the last one first, so that each still holds when its turn comes.
      autosave.typed(tab.id, isFlush || isEolChange ? [] : changes.map(({ rangeOffset, rangeLength, text }) => ({ at: rangeOffset, removed: rangeLength, text })))
    })
    // Mixed line ends are made one kind: offsets must be those of the text that is kept.
    if (model.getValueLength() !== tab.text.length) {
      note()
      void autosave.flush()
    }
    return document
  }

  instance.onDidChangeCursorPosition(() => {
    if (shown) documents.get(shown)?.note()
  })

  return {
    show(tab) {
      if (shown === tab.id) return
      const leaving = shown && documents.get(shown)
      if (leaving) leaving.view = instance.saveViewState()
      shown = tab.id
      const known = documents.get(tab.id)
      const { model, view } = known ?? open(tab)
      instance.setModel(model)
      if (view) instance.restoreViewState(view)
      else {
        const position = model.getPositionAt(Math.min(tab.caret, model.getValueLength()))
        instance.setPosition(position)
        instance.revealPositionInCenterIfOutsideViewport(position)
      }
    },
    keep(tabs) {
      const ids = new Set(tabs.map((tab) => tab.id))
      for (const [id, { model }] of documents) {
        if (ids.has(id)) continue
        documents.delete(id)
        if (shown === id) shown = null
        model.dispose()
      }
    },
    modelOf: (id) => documents.get(id)?.model,
    dispose() {
      for (const { model } of documents.values()) model.dispose()
    },
  }
}
