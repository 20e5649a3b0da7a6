import type { TFunction } from 'i18next'
import type { MaxScaleSqlSession } from '../../../shared/model/maxscale.ts'
import type { Column } from './arrange-rows.ts'
import { Code, Nothing } from './cells.tsx'
import { formatDuration } from './durations.ts'

/** `showsWhose`: where everybody's are listed. */
export const sessionColumns = (t: TFunction, locale: string, showsWhose: boolean): Column<MaxScaleSqlSession>[] => {
  const whose = ({ ours }: MaxScaleSqlSession) => (ours ? t('overview.ours') : t('overview.others'))
  return [
    { key: 'id', label: t('overview.column.id'), value: ({ id }) => id, cell: ({ id }) => <Code text={id} copyLabel={t('overview.copySession', { id })} width="narrow" /> },
    ...(showsWhose ? [{ key: 'whose', label: t('overview.column.whose'), value: whose, cell: whose }] : []),
    { key: 'target', label: t('overview.column.target'), value: ({ target }) => target, cell: ({ target }) => target },
    {
      key: 'thread',
      label: t('overview.column.threadId'),
      isNumber: true,
      value: ({ threadId }) => threadId ?? -1,
      text: ({ threadId }) => String(threadId ?? ''),
      cell: ({ threadId }) => threadId ?? <Nothing />,
    },
    {
      key: 'idle',
      label: t('overview.column.idle'),
      isNumber: true,
      value: ({ idleSeconds }) => idleSeconds,
      text: () => '',
      cell: ({ idleSeconds }) => formatDuration(idleSeconds, locale),
    },
    { key: 'statement', label: t('overview.column.statement'), isWide: true, value: ({ sql }) => sql, cell: ({ sql }) => <Code text={oneLine(sql)} width="whole" /> },
  ]
}

const oneLine = (sql: string) => sql.replace(/\s+/g, ' ').trim()
