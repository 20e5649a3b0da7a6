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

/** Every document of Monaco's listens to one emitter of its own, which complains beyond 200. */
const KEPT = 50

/** One Monaco document a tab, made when the tab is shown. Of those that were shown long ago text, caret and scroll position stay, but no undo steps. */
export function createOpenDocuments(monaco: Monaco, instance: editor.IStandaloneCodeEditor, drafts: Drafts, autosave: Autosave): OpenDocuments {
  const documents = new Map<TabId, OpenDocument>()
  const views = new Map<TabId, editor.ICodeEditorViewState>()
  let shown: TabId | null = null

  function open(tab: WorkspaceTab): OpenDocument {
    const model = monaco.editor.createModel(tab.text, LANGUAGE)
    model.updateOptions({ tabSize: 2, insertSpaces: true })
    const note = () =>
      drafts.note(tab.id, () => {
        const position = shown === tab.id ? instance.getPosition() : document.view?.cursorState[0]?.position
        return { text: model.getValue(), caret: position ? model.getOffsetAt(position) : 0 }
      })
    const document: OpenDocument = { model, note, view: views.get(tab.id) ?? null }
    views.delete(tab.id)
    model.onDidChangeContent(({ changes, isFlush, isEolChange }) => {
      note()
      // Monaco names places in the text before the edit, the last one first, so that each still holds when its turn comes.
      autosave.typed(tab.id, isFlush || isEolChange ? [] : changes.map(({ rangeOffset, rangeLength, text }) => ({ at: rangeOffset, removed: rangeLength, text })))
    })
    // Mixed line ends are made one kind: offsets must be those of the text that is kept.
    if (model.getValueLength() !== tab.text.length) {
      note()
      autosave.typed(tab.id, [])
    }
    return document
  }

  function forgetOldest() {
    if (documents.size <= KEPT) return
    // What was typed there is read before it goes.
    drafts.collect()
    for (const [id, { model, view }] of [...documents].slice(0, documents.size - KEPT)) {
      if (view) views.set(id, view)
      documents.delete(id)
      model.dispose()
    }
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
      const document = documents.get(tab.id) ?? open(tab)
      const { model, view } = document
      // The one shown last comes last.
      documents.delete(tab.id)
      documents.set(tab.id, document)
      instance.setModel(model)
      if (view) instance.restoreViewState(view)
      else {
        const position = model.getPositionAt(Math.min(tab.caret, model.getValueLength()))
        instance.setPosition(position)
        instance.revealPositionInCenterIfOutsideViewport(position)
      }
      forgetOldest()
    },
    keep(tabs) {
      const ids = new Set(tabs.map((tab) => tab.id))
      for (const [id, { model }] of documents) {
        if (ids.has(id)) continue
        documents.delete(id)
        if (shown === id) shown = null
        model.dispose()
      }
      for (const id of views.keys()) if (!ids.has(id)) views.delete(id)
    },
    modelOf: (id) => documents.get(id)?.model,
    dispose() {
      for (const { model } of documents.values()) model.dispose()
    },
  }
}
