import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsLink, DrdsLinkTarget } from '../../../../shared/model/drds-link.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { FailureView } from '../../../ui/failure-view.tsx'
import { Section } from '../database/section.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { LinkForm } from './link-form.tsx'
import { LinkedTo } from './linked-to.tsx'
import styles from './link-section.module.css'

export interface LinkedDatabase {
  regionId: string
  instanceId: string
  database: string
}

/** How a database is queried: DRDS's own API runs no SQL, so it is linked to a connection that does. */
export function LinkSection({ at }: { at: LinkedDatabase }) {
  const { t } = useTranslation()
  const { rpc, connection, renderFailure } = useDrdsPage()
  const { answer, reload: ask } = useAnswer(useCallback(() => rpc.drds.links({ connectionId: connection.id }), [rpc, connection.id]))
  const [choosing, setChoosing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** What was pressed is gone after each step: the focus goes to what stands in its place, but nowhere when the page opens. */
  const [acted, setActed] = useState(false)

  const setLink = async (target: DrdsLinkTarget | null) => {
    const result = await rpc.drds.setLink({ at: { connectionId: connection.id, ...at }, target })
    setActed(true)
    setFailure(result.ok ? null : result.failure)
    if (!result.ok) return
    await ask()
    setChoosing(false)
  }
  const link = answer.state === 'ready' ? answer.value.find((candidate) => isOf(candidate, at)) : undefined
  return (
    <Section title={t('drds.link.title')}>
      <div className={styles.section}>
        {answer.state === 'loading' && <Skeleton rows={2} />}
        {answer.state === 'failed' && renderFailure(answer.failure, () => void ask())}
        {answer.state === 'ready' && !choosing && link && (
          <LinkedTo target={link.target} focus={acted} onChange={() => setChoosing(true)} onUnlink={() => void setLink(null)} />
        )}
        {answer.state === 'ready' && !choosing && !link && <NotLinked focus={acted} onStart={() => setChoosing(true)} />}
        {answer.state === 'ready' && choosing && (
          <LinkForm
            target={link?.target ?? null}
            database={at.database}
            onLink={(target) => void setLink(target)}
            onCancel={() => {
              setActed(true)
              setChoosing(false)
            }}
          />
        )}
        {failure && <FailureView failure={failure} place="inline" />}
      </div>
    </Section>
  )
}

const isOf = (link: DrdsLink, at: LinkedDatabase): boolean =>
  link.regionId === at.regionId && link.instanceId === at.instanceId && link.database === at.database

function NotLinked({ focus, onStart }: { focus: boolean; onStart: () => void }) {
  const { t } = useTranslation()
  const { sqlConnections } = useDrdsPage()
  return (
    <>
      <p className={styles.text}>{t('drds.link.intro')}</p>
      {sqlConnections.length === 0 ? (
        <p className={styles.text}>{t('drds.link.none')}</p>
      ) : (
        <div>
          <Button autoFocus={focus} onClick={onStart}>{t('drds.link.start')}</Button>
        </div>
      )}
    </>
  )
}
