import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsDatabaseRef, DrdsShard } from '../../../../shared/model/drds-database.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { groupShards } from './group-shards.ts'
import { AnswerView, Section } from './section.tsx'
import styles from './shards.module.css'

/** DescribeShardDBs: the physical databases, by the RDS instance that holds them. */
export function ShardsSection({ at, round }: { at: DrdsDatabaseRef; round: number }) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const loaded = useAnswer(useCallback(() => rpc.drds.shards(at), [rpc, at]), round)
  const [search, setSearch] = useState('')
  const shards = loaded.answer.state === 'ready' ? loaded.answer.value : []
  return (
    <Section
      title={t('drds.database.shards.title')}
      {...(loaded.answer.state === 'ready' && { count: t('drds.database.shards.count', { count: shards.length }) })}
      tools={
        shards.length > 0 && (
          <>
            <SearchField className={styles.search} label={t('drds.database.shards.search')} value={search} onChange={setSearch} />
            <CopyButton text={shards.map(({ name, rdsName }) => `${name}\t${rdsName}`).join('\n')}>{t('drds.database.copyAll')}</CopyButton>
          </>
        )
      }
    >
      <AnswerView loaded={loaded}>
        {(all) => (all.length === 0 ? <p className={styles.note}>{t('drds.database.shards.empty')}</p> : <ShardTable shards={all} search={search} />)}
      </AnswerView>
    </Section>
  )
}

function ShardTable({ shards, search }: { shards: readonly DrdsShard[]; search: string }) {
  const { t, i18n } = useTranslation()
  const groups = groupShards(shards, search, i18n.language)
  if (groups.length === 0) return <p className={styles.note}>{t('drds.database.shards.noMatch', { search })}</p>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard
    <div role="region" tabIndex={0} aria-label={t('drds.database.shards.title')} className={styles.scroll}>
      <DataTable className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('drds.database.shards.name')}</th>
            <th scope="col">{t('drds.database.shards.rds')}</th>
          </tr>
        </thead>
        {groups.map(({ rdsName, shards: held, total }) => (
          <tbody key={rdsName}>
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={2}>
                <code>{rdsName}</code>{' '}
                <span className={styles.count}>
                  {held.length === total ? t('drds.database.shards.count', { count: total }) : t('drds.database.shards.countOf', { shown: held.length, count: total })}
                </span>
              </th>
            </tr>
            {held.map((name) => (
              <tr key={name}>
                <td>
                  <span className={styles.name}>
                    <code>{name}</code>
                    <CopyButton text={name} label={t('drds.copyId', { id: name })} />
                  </span>
                </td>
                <td>
                  <code>{rdsName}</code>
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </DataTable>
    </div>
  )
}
