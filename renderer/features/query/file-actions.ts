import type { Rpc } from '../../../shared/contract/contract.ts'
import { failureOf, type Failure } from '../../../shared/model/failure.ts'
import type { TabId } from '../../../shared/model/ids.ts'
import type { Drafts } from './drafts.ts'
import { isHostLost } from './host-lost.ts'
import { tabTitle } from './tab-title.ts'
import { chooseTextFile, downloadText } from '../../ui/page-files.ts'
import type { TabActions } from './tab-actions.ts'
import type { QueryStore } from './tabs-store.ts'

/** What a tab can hold (WorkspaceTab): a longer text could not be saved with the others. */
const LARGEST_TEXT = 16_000_000

export interface FileActions {
  /** Opens a .sql file in a new tab. Answers the failure where there was one. */
  openFile(): Promise<Failure | null>
  /** Opens what the system handed over, a tab each; answers how many, and the failures of the others. */
  openHandedFiles(): Promise<{ opened: number; failures: Failure[] }>
  /**
   * Saves a tab's text as a .sql file; answers where, or null where the person chose not to or the browser decides. Where
   * main is lost the page itself puts the text among the browser's downloads: it stands nowhere else.
   */
  saveFile(id: TabId): Promise<{ path: string } | { failure: Failure; downloaded: boolean } | null>
}

export interface FileDependencies {
  rpc: Rpc
  store: QueryStore
  drafts: Drafts
  tabs: Pick<TabActions, 'newTab'>
}

export function createFileActions({ rpc, store, drafts, tabs }: FileDependencies): FileActions {
  /** `text` is null where the file is none of text. */
  function openText(name: string, text: string | null): Failure | null {
    if (text === null) return failureOf('input', 'files.notText', { params: { path: name } })
    if (text.length > LARGEST_TEXT) return failureOf('input', 'input.tooLarge', { params: { limitMb: LARGEST_TEXT / 1_000_000 } })
    // The byte order mark that some tools write first is no SQL.
    tabs.newTab({ title: tabTitle(name.replace(/\.(sql|txt)$/i, '')) || undefined, text: text.replace(/^\uFEFF/, '') })
    return null
  }

  return {
    async openFile() {
      const opened = await rpc.files.openSql({})
      if (!opened.ok) return opened.failure
      const file = opened.value.kind === 'inPage' ? await chooseTextFile('.sql,.txt,text/plain') : opened.value
      return file && 'text' in file ? openText(file.name, file.text) : null
    },
    async openHandedFiles() {
      const taken = await rpc.files.takeHanded({})
      if (!taken.ok) return { opened: 0, failures: [taken.failure] }
      const outcomes = taken.value.map((file) => (file.kind === 'opened' ? openText(file.name, file.text) : file.failure))
      const failures = outcomes.filter((failure) => failure !== null)
      return { opened: outcomes.length - failures.length, failures }
    },
    async saveFile(id) {
      drafts.collect()
      const tab = store.getState().tabs.find((candidate) => candidate.id === id)
      if (!tab) return null
      const suggestedName = fileNameFor(tab.title)
      const saved = await rpc.files.saveText({ suggestedName, text: tab.text, kind: 'sql' })
      if (!saved.ok) {
        const downloaded = isHostLost(saved.failure)
        if (downloaded) downloadText(suggestedName, tab.text)
        return { failure: saved.failure, downloaded }
      }
      if (saved.value.kind === 'inPage') downloadText(suggestedName, tab.text)
      return saved.value.kind === 'saved' ? { path: saved.value.path } : null
    },
  }
}

/** As many characters as fit into the 255 bytes of most file systems, in any script. */
const LONGEST_NAME = 80
/** Windows has devices of these names, in every folder and with any ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/** A name that every file system takes. */
export function fileNameFor(title: string): string {
  const allowed = tabTitle(title.replace(/\.sql$/i, '')).replace(/[<>:"/\\|?*]+/g, '-')
  const name = allowed.slice(0, LONGEST_NAME).replace(/\p{Cs}/gu, '').replace(/^[\s.-]+|[\s.]+$/g, '')
  return `${device.test(name) ? `${name}-` : name || 'query'}.sql`
}
