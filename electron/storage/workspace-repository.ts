import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { TextChange, Workspace, WorkspaceTab, type TypedEdit } from '../../shared/contract/workspace.ts'
import { diskFault } from '../../shared/model/disk-fault.ts'
import type { FailureCode } from '../../shared/model/failure.ts'
import { jsonOf } from './stored-json.ts'
import { jot, save } from './transaction.ts'

export interface WorkspaceRepository {
  /** Null before the first save. */
  load(): Workspace | null
  /** `typed` is the last edit that it holds. */
  save(workspace: Workspace & { typed?: number }): void
  /** Keeps an edit until the next save. */
  typed(edit: TypedEdit): void
}

/** Tabs are rows, so that a save while typing writes the one tab that changed, however large the others are. */
export function workspaceRepository(database: DatabaseSync): WorkspaceRepository {
  const one = database.prepare('SELECT active_tab_id AS activeTabId, layout, typed FROM workspace')
  const columns = 'id, title, text, connection_id AS connectionId, database, caret, view'
  const tabs = database.prepare(`SELECT ${columns} FROM tabs WHERE closed_from IS NULL ORDER BY position`)
  const closedTabs = database.prepare(
    `SELECT ${columns}, closed_from AS at FROM tabs WHERE closed_from IS NOT NULL ORDER BY position`,
  )
  const putOne = database.prepare(
    'INSERT INTO workspace (only, active_tab_id, layout, typed) VALUES (1, ?, ?, ?) ' +
      'ON CONFLICT (only) DO UPDATE SET active_tab_id = excluded.active_tab_id, layout = excluded.layout, typed = excluded.typed',
  )
  const putTab = database.prepare(`
    INSERT INTO tabs (id, position, title, text, connection_id, database, caret, view, closed_from)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      position = excluded.position, title = excluded.title, text = excluded.text,
      connection_id = excluded.connection_id, database = excluded.database, caret = excluded.caret,
      view = excluded.view, closed_from = excluded.closed_from
    WHERE (position, title, text, connection_id, database, caret, view, closed_from) IS NOT
      (excluded.position, excluded.title, excluded.text, excluded.connection_id, excluded.database, excluded.caret,
       excluded.view, excluded.closed_from)`)
  const removeOthers = database.prepare('DELETE FROM tabs WHERE id NOT IN (SELECT value FROM json_each(?))')

  const typed = database.prepare('SELECT seq, tab_id AS tabId, changes FROM typed WHERE seq > ? ORDER BY seq')
  const putTyped = database.prepare('INSERT INTO typed (seq, tab_id, changes) VALUES (?, ?, ?)')
  const forgetTyped = database.prepare('DELETE FROM typed')
  const countAnew = database.prepare('UPDATE workspace SET typed = 0')
  const textOf = database.prepare('SELECT text FROM tabs WHERE id = ?')
  const putText = database.prepare('UPDATE tabs SET text = ? WHERE id = ?')

  /**
   * Puts what was typed since the last save into the tabs. Answers the texts that the disk had no room for: they are
   * shown all the same, the edits stay until the next save, and that fails too until there is room.
   */
  function takeUpTyped(saved: number): ReadonlyMap<string, string> {
    const texts = new Map<string, string>()
    const full = new Set<string>()
    for (const [before, { seq, tabId, changes }] of typed.all(saved).entries()) {
      // Behind one that is missing, nobody knows the text that an edit was made in.
      if (Number(seq) !== saved + before + 1) break
      const id = String(tabId)
      const text = texts.get(id) ?? textOf.get(id)?.text
      if (text === undefined || full.has(id)) continue
      const made = Changes.safeParse(jsonOf(changes))
      if (!made.success) break
      const after = edited(String(text), made.data)
      // One that was refused to be saved would be refused to be read as well, and all tabs with it.
      if (WorkspaceTab.shape.text.safeParse(after).success) texts.set(id, after)
      else full.add(id)
    }
    try {
      save(database, () => {
        for (const [id, text] of texts) putText.run(text, id)
        forgetTyped.run()
        countAnew.run()
      })
      return new Map()
    } catch (error) {
      if (!mayOnlyRead.has(diskFault(error, '')?.code)) throw error
      return texts
    }
  }

  return {
    load() {
      const row = one.get()
      if (!row) return null
      const { activeTabId, layout, typed: saved } = row
      const unsaved = takeUpTyped(Number(saved))
      const read = (tab: ReturnType<typeof tabs.all>[number]) => readTab({ ...tab, text: unsaved.get(String(tab.id)) ?? tab.text })
      const closed = closedTabs.all().flatMap(({ at, ...tab }) => read(tab).map((whole) => ({ tab: whole, at: Number(at) })))
      const active = WorkspaceTab.shape.id.safeParse(activeTabId)
      const panels = Workspace.shape.layout.safeParse(jsonOf(layout))
      return {
        tabs: tabs.all().flatMap(read),
        activeTabId: active.success ? active.data : null,
        layout: panels.success ? panels.data : {},
        ...(closed.length > 0 && { closed }),
      }
    },
    save(workspace) {
      save(database, () => {
        const { tabs, closed = [], typed: last = 0 } = workspace
        const put = (tab: WorkspaceTab, position: number, closedFrom: number | null) =>
          putTab.run(tab.id, position, tab.title, tab.text, tab.connectionId, tab.database, tab.caret, tab.view, closedFrom)
        tabs.forEach((tab, position) => put(tab, position, null))
        closed.forEach(({ tab, at }, position) => put(tab, position, at))
        removeOthers.run(JSON.stringify([...tabs, ...closed.map(({ tab }) => tab)].map((tab) => tab.id)))
        putOne.run(workspace.activeTabId, JSON.stringify(workspace.layout), last)
        forgetTyped.run()
      })
    },
    typed({ tabId, seq, changes }) {
      jot(database, () => putTyped.run(seq, tabId, JSON.stringify(changes)))
    },
  }
}

/** A row as a tab: one damaged field must not take the text with it, nor one tab all others. */
function readTab(row: Record<string, unknown>): WorkspaceTab[] {
  const whole = WorkspaceTab.safeParse(row)
  if (whole.success) return [whole.data]
  const { id, title, text } = row
  const rest = WorkspaceTab.safeParse({ id, title: String(title).slice(0, 200), text, connectionId: null, database: '', caret: 0 })
  return rest.success ? [rest.data] : []
}

/** Faults that leave all that is there to be read. */
const mayOnlyRead: ReadonlySet<FailureCode | undefined> = new Set(['storage.full', 'storage.readOnly'])

const Changes = z.array(TextChange)

const edited = (text: string, changes: readonly TextChange[]): string =>
  changes.reduce((before, { at, removed, text: added }) => before.slice(0, at) + added + before.slice(at + removed), text)
