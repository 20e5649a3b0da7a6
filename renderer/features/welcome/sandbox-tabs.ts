import type { ParseKeys, TFunction } from 'i18next'
import type { ConnectionKind } from '../../../shared/model/connection.ts'
import { keyCaps } from '../../ui/shortcut.ts'

interface SandboxTab {
  kind: ConnectionKind
  title: string
  text: string
}

type TabKey = Extract<ParseKeys, `welcome.tab.${string}`>

/** The sandbox's three tabs, in the order of a first minute. Comments are in the person's language. */
export function sandboxTabs(t: TFunction): SandboxTab[] {
  const run = keyCaps('Mod+Enter').join('+')
  const runAll = keyCaps('Mod+Shift+Enter').join('+')
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
        'SELECT * FROM orders ORDER BY id DESC LIMIT 500;',
        '',
        comments('welcome.tab.dms.second'),
        'SELECT status, COUNT(*) AS orders, SUM(amount) AS amount FROM orders GROUP BY status ORDER BY amount DESC;',
        '',
      ].join('\n'),
    },
    {
      kind: 'maxscale',
      title: t('welcome.tab.maxscale.title'),
      text: [
        comments('welcome.tab.maxscale.first'),
        'SELECT * FROM customers LIMIT 200;',
        '',
        comments('welcome.tab.maxscale.second'),
        'SHOW TABLES;',
        '',
      ].join('\n'),
    },
    { kind: 'drds', title: t('welcome.tab.drds.title'), text: '' },
  ]
}
