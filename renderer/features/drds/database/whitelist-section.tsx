import { TriangleAlert } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { letsEverybodyIn } from '../../../../shared/drds/networks.ts'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { AnswerView, Section } from './section.tsx'
import { useChange } from './use-database.ts'
import { WhitelistEditor } from './whitelist-editor.tsx'
import styles from './whitelist.module.css'

/** DescribeDrdsDBIpWhiteList, and its change. */
export function WhitelistSection({ at, round }: { at: DrdsDatabaseRef; round: number }) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const loaded = useAnswer(useCallback(() => rpc.drds.whitelist(at), [rpc, at]), round)
  const change = useChange(loaded.reload)
  // `edited`: the focus comes back to where editing began.
  const [work, setWork] = useState<'looking' | 'editing' | 'edited'>('looking')
  const editing = work === 'editing'
  const list = loaded.answer.state === 'ready' ? loaded.answer.value : null
  return (
    <Section
      title={t('drds.database.whitelist.title')}
      {...(list && { count: t('drds.database.whitelist.count', { count: list.length }) })}
      tools={
        list &&
        !editing && (
          <>
            {list.length > 0 && <CopyButton text={list.join('\n')}>{t('drds.database.copyAll')}</CopyButton>}
            <Button size="small" autoFocus={work === 'edited'} onClick={() => setWork('editing')}>
              {t('drds.database.whitelist.edit')}
            </Button>
          </>
        )
      }
    >
      <AnswerView loaded={loaded} rows={3}>
        {(current) =>
          editing ? (
            <WhitelistEditor
              current={current}
              onCancel={() => setWork('edited')}
              onSend={async (mode, entries) => {
                if (await change({ kind: 'setWhitelist', at, mode, entries })) setWork('edited')
              }}
            />
          ) : (
            <Entries entries={current} />
          )
        }
      </AnswerView>
    </Section>
  )
}

function Entries({ entries }: { entries: readonly string[] }) {
  const { t } = useTranslation()
  if (entries.length === 0) return <p className={styles.note}>{t('drds.database.whitelist.empty')}</p>
  const open = entries.filter(letsEverybodyIn)
  return (
    <>
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <li key={entry} className={letsEverybodyIn(entry) ? styles.open : undefined}>
            <code>{entry}</code>
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <p className={styles.warning}>
          <TriangleAlert size={14} aria-hidden="true" />
          {t('drds.database.whitelist.open', { entry: open[0] })}
        </p>
      )}
    </>
  )
}
