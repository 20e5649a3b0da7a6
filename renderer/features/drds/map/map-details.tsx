import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RdsNode } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useDrdsPage } from '../drds-page.ts'
import type { DrdsPlace } from '../place.ts'
import { tablesFailure } from './map-actions.ts'
import type { MapNode } from './map-node.ts'
import { partsOf } from './map-search.ts'
import { factsOf } from './node-facts.ts'
import type { MapOfAccount } from './use-map.ts'
import styles from './map-details.module.css'

/** Local time as 2026-04-10 12:26 in every language, as in the table of instances. */
const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

/** Where "Open" leads from a node; null where no page is about it. */
export function placeOf({ fact, parent }: MapNode): DrdsPlace | null {
  if (fact.kind === 'instance') return { page: 'instance', regionId: parent!.id, instanceId: fact.instance.id }
  if (fact.kind !== 'database') return null
  const { regionId, instanceId, database } = fact.at
  return { page: 'database', regionId, instanceId, database }
}

interface MapDetailsProps {
  map: MapOfAccount
  node: MapNode
  onSelect: (node: MapNode) => void
  onClose: () => void
}

/** What is known of the selected node. */
export function MapDetails({ map, node, onSelect, onClose }: MapDetailsProps) {
  const { t } = useTranslation()
  const { go, renderFailure, sqlConnections } = useDrdsPage()
  const { words, actions, state } = map
  const written = words.of(node)
  const facts = factsOf(node, {
    t,
    time: (at) => time.format(at),
    connection: (id) => sqlConnections.find((one) => one.id === id)?.settings.name ?? '',
  })
  const place = placeOf(node)
  const failure = node.below.state === 'failed' ? node.below.failure : tablesFailure(state, node.id)
  return (
    <aside className={styles.details} aria-label={t('drds.map.details')}>
      <header className={styles.head}>
        <p className={styles.kind}>{t(`drds.map.kind.${node.fact.kind}`)}</p>
        <IconButton label={t('drds.map.closeDetails')} onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      <h3 className={styles.title}>{written.title}</h3>
      {written.status && (
        <p className={styles.status} data-tone={written.status.tone}>
          {written.status.text}
        </p>
      )}
      {place && node.fact.kind !== 'region' && (
        <Button size="small" onClick={() => go(place)}>
          {t(node.fact.kind === 'instance' ? 'drds.map.action.open.instance' : 'drds.map.action.open.database')}
        </Button>
      )}
      {failure && renderFailure(failure, () => actions.retry(node))}
      <dl className={styles.facts}>
        {facts.map(({ label, value, copy }) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>
              <span>{value}</span>
              {copy && <CopyButton text={value} label={t('drds.copyId', { id: value })} />}
            </dd>
          </div>
        ))}
      </dl>
      {(node.fact.kind === 'rds' || node.fact.kind === 'replica') && <Weights nodes={node.fact.kind === 'rds' ? [node.fact.rds, ...node.fact.rds.children] : [node.fact.rds]} />}
      {node.fact.kind === 'table' && <Parts table={node} onSelect={onSelect} />}
    </aside>
  )
}

/** The shards that hold a table's parts, and how many parts each. */
function Parts({ table, onSelect }: { table: MapNode; onSelect: (node: MapNode) => void }) {
  const { t } = useTranslation()
  const parts = [...partsOf(table)]
  if (table.fact.kind === 'table' && table.fact.table.topology === null) return <p className={styles.unknown}>{t('drds.map.topologyUnread')}</p>
  if (parts.length === 0) return null
  return (
    <section className={classNames(styles.weights, styles.parts)}>
      <h4>{t('drds.map.fact.shards')}</h4>
      <ul>
        {parts.map(([shard, tables]) => (
          <li key={shard.id} title={tables.join('\n')}>
            <button type="button" className={styles.link} onClick={() => onSelect(shard)}>
              {shard.fact.kind === 'shard' && shard.fact.shard.name}
            </button>
            <span className={styles.unknown}>{t('drds.map.physicalCount', { count: tables.length })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Weights({ nodes }: { nodes: readonly RdsNode[] }) {
  const { t } = useTranslation()
  return (
    <section className={styles.weights}>
      <h4>{t('drds.map.fact.readWeight')}</h4>
      <ul>
        {nodes.map(({ name, readWeight }) => (
          <li key={name}>
            <span className={styles.name}>{name}</span>
            {readWeight === null ? (
              <span className={styles.unknown}>{t('drds.map.weightUnknown')}</span>
            ) : (
              <>
                <span className={styles.bar} aria-hidden="true">
                  <span style={{ width: `${Math.min(100, Math.max(0, readWeight))}%` }} />
                </span>
                <span className={styles.number}>{readWeight}%</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
