import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsDatabaseRef, RdsPrimary } from '../../../../shared/model/drds-database.ts'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { RdsTable } from './rds-table.tsx'
import { AnswerView, Section } from './section.tsx'
import { useChange } from './use-database.ts'
import { WeightsDialog } from './weights-dialog.tsx'
import styles from './rds.module.css'

/** DescribeRdsList: primaries with their read-only children, and the weights that reads are divided by. */
export function RdsSection({ at, round }: { at: DrdsDatabaseRef; round: number }) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const loaded = useAnswer(useCallback(() => rpc.drds.rdsList(at), [rpc, at]), round)
  const change = useChange(loaded.reload)
  const [edited, setEdited] = useState<RdsPrimary | null>(null)
  const list = loaded.answer.state === 'ready' ? loaded.answer.value : null
  return (
    <Section title={t('drds.database.rds.title')} {...(list && { count: t('drds.database.rds.count', { count: list.length }) })}>
      <AnswerView loaded={loaded}>
        {(primaries) =>
          primaries.length === 0 ? (
            <p className={styles.note}>{t('drds.database.rds.empty')}</p>
          ) : (
            <RdsTable primaries={primaries} onEditWeights={setEdited} />
          )
        }
      </AnswerView>
      {edited && (
        <WeightsDialog
          primary={edited}
          onClose={() => setEdited(null)}
          onSend={async (weights) => {
            const accepted = await change({ kind: 'setReadWeights', at, primary: edited.name, weights })
            if (accepted) setEdited(null)
            return accepted
          }}
        />
      )}
    </Section>
  )
}
