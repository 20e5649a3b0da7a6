import { RadioTower } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { SplitGroup, SplitPanel, Splitter } from '../../../ui/splitter.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { CallDetail, type CallView } from './call-detail.tsx'
import { filterCalls, type CallFilter } from './call-facts.ts'
import { CallsTable } from './calls-table.tsx'
import { RequestsToolbar } from './requests-toolbar.tsx'
import { useCalls } from './use-calls.ts'
import styles from './requests-page.module.css'

const everything: CallFilter = { action: '', outcome: 'all', search: '' }

/** The latest requests of the account, and what the chosen one was made of ("API鉴权" of the document). */
export function RequestsPage() {
  const { t } = useTranslation()
  const { rpc, connection, renderFailure } = useDrdsPage()
  const { answer, ask } = useCalls(rpc, connection.id)
  const [filter, setFilter] = useState(everything)
  const [chosen, setChosen] = useState<number | null>(null)
  const [view, setView] = useState<CallView>('request')

  if (answer.state === 'loading') return <Skeleton rows={8} />
  if (answer.state === 'failed') return renderFailure(answer.failure, ask)
  if (answer.calls.length === 0) {
    return <EmptyState icon={<RadioTower size={24} />} title={t('drds.requests.empty.title')} text={t('drds.requests.empty.text')} />
  }
  const shown = filterCalls(answer.calls, filter)
  const call = answer.calls.find(({ id }) => id === chosen)
  return (
    <div className={styles.page}>
      <RequestsToolbar calls={answer.calls} shown={shown.length} filter={filter} onFilter={setFilter} />
      <SplitGroup className={styles.split} orientation="horizontal">
        <SplitPanel id="calls" minSize="30%" defaultSize="55%">
          {shown.length > 0 ? (
            <CallsTable calls={shown} chosen={chosen} onChoose={setChosen} />
          ) : (
            <EmptyState
              title={t('drds.requests.noMatch')}
              actions={<Button onClick={() => setFilter(everything)}>{t('drds.requests.clear')}</Button>}
            />
          )}
        </SplitPanel>
        <Splitter label={t('drds.requests.split')} />
        <SplitPanel id="call" minSize="25%" defaultSize="45%">
          {call ? <CallDetail key={call.id} call={call} view={view} onView={setView} /> : <p className={styles.choose}>{t('drds.requests.choose')}</p>}
        </SplitPanel>
      </SplitGroup>
    </div>
  )
}
