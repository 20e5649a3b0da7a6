import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../../shared/contract/settings.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { isMac, spokenKeys } from '../../../ui/shortcut.ts'
import type { QueryModel } from '../query-model.ts'
import { activeTab } from '../tabs-store.ts'
import type { Editor } from './create-editor.ts'
import { loadMonaco } from './load-monaco.ts'
import styles from './sql-editor.module.css'

const PREVIEW = 20_000

/** The editor of the active tab; until Monaco has loaded, the text can already be read. */
export function SqlEditor({ query, fontSize, input }: { query: QueryModel; fontSize: number; input: Settings['editorInput'] }) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [failed, setFailed] = useState(false)
  const label = t('query.editor.label', { keys: spokenKeys(isMac ? 'Ctrl+Shift+M' : 'Ctrl+M') })

  useEffect(() => {
    if (failed) return
    let left = false
    let made: Editor | null = null
    const open = async () => {
      try {
        const [monaco, { createEditor }] = await Promise.all([loadMonaco(), import('./create-editor.ts')])
        if (left || !host.current) return
        made = createEditor(monaco, host.current, query)
        setEditor(made)
      } catch {
        if (!left) setFailed(true)
      }
    }
    void open()
    return () => {
      left = true
      made?.dispose()
    }
  }, [query, failed])

  useEffect(() => editor?.set({ fontSize, label, input }), [editor, fontSize, label, input])

  return (
    <div className={styles.frame} >
      {/* Monaco gives its colours to elements of this class; its context menu hangs here, outside of the editor proper. */}
      <div ref={host} className={classNames(styles.host, 'monaco-component')} hidden={failed} />
      {!editor && !failed && (
        <pre className={styles.preview} aria-label={t('query.editor.loading')} aria-busy="true" style={{ fontSize }}>
          {activeTab(query.store.getState())?.text.slice(0, PREVIEW)}
        </pre>
      )}
      {failed && (
        <EmptyState
          title={t('query.editor.failed')}
          text={t('query.editor.failedNext')}
          actions={<Button onClick={() => setFailed(false)}>{t('common.retry')}</Button>}
        />
      )}
    </div>
  )
}
