import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TabId } from '../../../shared/model/ids.ts'
import { failureTexts, sentences } from '../../i18n/i18n.ts'
import type { QueryModel } from './query-model.ts'
import styles from './query-workspace.module.css'

/** Why "run" did nothing, and that the work could not be saved. */
export function WorkspaceNotes({ model, tabId }: { model: QueryModel; tabId: TabId }) {
  const { t } = useTranslation()
  const refusal = useStore(model.store, (state) => (state.refusal?.tabId === tabId ? state.refusal.reason : null))
  const saveFailure = useStore(model.store, (state) => state.saveFailure)
  return (
    <div aria-live="polite">
      {refusal && <p className={styles.note}>{t(`query.refusal.${refusal}`)}</p>}
      {saveFailure && (
        <p className={styles.note} data-level="warning">
          <TriangleAlert size={14} aria-hidden="true" />
          {sentences(t('query.notSaved'), failureTexts(saveFailure).message)}
        </p>
      )}
    </div>
  )
}
