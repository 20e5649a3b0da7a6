import type { ParseKeys, TFunction } from 'i18next'
import type { ConnectionKind } from '../../../shared/model/connection.ts'
import { spokenKeys } from '../../ui/shortcut.ts'

interface SandboxTab {
  kind: ConnectionKind
  title: string
  text: string
}

type TabKey = Extract<ParseKeys, `welcome.tab.${string}`>

/** The sandbox's three tabs, in the order of a first minute. Comments are in the person's language. */
export function sandboxTabs(t: TFunction): SandboxTab[] {
  const run = spokenKeys('Mod+Enter')
  const runAll = spokenKeys('Mod+Shift+Enter')
  const comments = (key: TabKey) =>
    t(key, { run, runAll })
      .split('\n')
      .map((line) => `-- ${line}`)
      .join('\n')
  return [
    {
      kind: 'dms',
      title: t('welcome.tab.dms.title'),
      text: [
        comments('welcome.tab.dms.first'),
        'SELECT o.id, o.status, o.amount, c.name AS city, o.note, o.created_at',
        'FROM orders o JOIN cities c ON c.id = o.city_id',
        'ORDER BY o.created_at DESC',
        'LIMIT 500;',
        '',
        comments('welcome.tab.dms.second'),
        'SELECT status, COUNT(*) AS orders, SUM(amount) AS amount',
        'FROM orders',
        'GROUP BY status',
        'ORDER BY amount DESC;',
        '',
      ].join('\n'),
    },
    {
      kind: 'maxscale',
      title: t('welcome.tab.maxscale.title'),
      text: [
        comments('welcome.tab.maxscale.first'),
        'SELECT id, name, email, level, balance, registered_at',
        'FROM users',
        'ORDER BY id',
        'LIMIT 200;',
        '',
        comments('welcome.tab.maxscale.second'),
        'SELECT * FROM oddities;',
        '',
      ].join('\n'),
    },
    { kind: 'drds', title: t('welcome.tab.drds.title'), text: '' },
  ]
}
