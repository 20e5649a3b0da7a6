import { CircleDot, CircleQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Environment } from '../../../shared/model/connection.ts'
import type { TransactionState } from '../../../shared/model/session.ts'
import { Button } from '../../ui/button.tsx'
import { ariaKeys } from '../../ui/shortcut.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { commandOf } from './query-commands.ts'
import type { QueryModel } from './query-model.ts'
import { transactionWords } from './session-words.ts'
import styles from './session-bar.module.css'

interface SessionTransactionProps {
  query: QueryModel
  transaction: TransactionState
  environment: Environment
  running: boolean
}

/** The transaction in word and shape, and what ends it. */
export function SessionTransaction({ query, transaction, environment, running }: SessionTransactionProps) {
  const { t } = useTranslation()
  if (transaction === 'none') return <span className={styles.noTransaction}>{transactionWords(t, transaction)}</span>
  return (
    <>
      <span className={styles.transaction} data-is={transaction}>
        <TransactionMark transaction={transaction} />
        {[transactionWords(t, transaction), environment === 'production' && t('environment.production')].filter(Boolean).join(' · ')}
      </span>
      {(['query.commit', 'query.rollback'] as const).map((id) => {
        const { keys, titleKey, perform } = commandOf(id)
        const label = t(id === 'query.commit' ? 'session.commit' : 'session.rollback')
        return (
          <Tooltip key={id} label={t(titleKey)} keys={keys}>
            {/* Not disabled while the statement runs: the button would lose the focus. */}
            <Button size="small" className={styles.end} aria-disabled={running} aria-keyshortcuts={ariaKeys(keys)} onClick={() => void perform(query)}>
              {label}
            </Button>
          </Tooltip>
        )
      })}
    </>
  )
}

/** A dot in a ring for an open transaction, a question mark for one that may be open. */
export function TransactionMark({ transaction }: { transaction: Exclude<TransactionState, 'none'> }) {
  const Mark = transaction === 'open' ? CircleDot : CircleQuestionMark
  return <Mark size={13} aria-hidden="true" />
}
