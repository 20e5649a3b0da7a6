import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { isMac, spokenKeys } from '../../../ui/shortcut.ts'
import type { QueryModel } from '../query-model.ts'
import { activeTab } from '../tabs-store.ts'
import type { Editor } from './create-editor.ts'
import { loadMonaco } from './load-monaco.ts'
import styles from './sql-editor.module.css'

const PREVIEW = 20_000

/** The editor of the active tab; until Monaco has loaded, the text can already be read. */
export function SqlEditor({ query, fontSize }: { query: QueryModel; fontSize: number }) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const look = { fontSize, label: t('query.editor.label', { keys: spokenKeys(isMac ? 'Ctrl+Shift+M' : 'Ctrl+M') }) }
  const latestLook = useRef(look)
  latestLook.current = look

  useEffect(() => {
    if (state !== 'loading') return
    let left = false
    Promise.all([loadMonaco(), import('./create-editor.ts')])
      .then(([monaco, { createEditor }]) => {
        if (left || !host.current) return
        editor.current = createEditor(monaco, host.current, query, latestLook.current)
        setState('ready')
      })
      .catch(() => !left && setState('failed'))
    return () => {
      left = true
    }
  }, [query, state])

  useEffect(
    () => () => {
      editor.current?.dispose()
      editor.current = null
    },
    [query],
  )
  useEffect(() => editor.current?.setLook(latestLook.current), [look.fontSize, look.label])

  return (
    <div className={styles.frame} data-state={state}>
      <div ref={host} className={styles.host} hidden={state === 'failed'} />
      {state === 'loading' && (
        <pre className={styles.preview} aria-label={t('query.editor.loading')} aria-busy="true" style={{ fontSize }}>
          {activeTab(query.store.getState())?.text.slice(0, PREVIEW)}
        </pre>
      )}
      {state === 'failed' && (
        <EmptyState
          title={t('query.editor.failed')}
          text={t('query.editor.failedNext')}
          actions={<Button onClick={() => setState('loading')}>{t('common.retry')}</Button>}
        />
      )}
    </div>
  )
}
