import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { specifications } from '../../../../shared/drds/constraints.ts'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { networkWords } from '../network-words.ts'
import { Nothing, time } from '../parts.tsx'
import styles from './instance-page.module.css'

/** What DescribeDrdsInstance tells. */
export function InstanceFacts({ instance }: { instance: DrdsInstance }) {
  const { t } = useTranslation()
  const { id, description, regionId, zoneId, type, networkType, createdAt, version, specification, vips } = instance
  return (
    <dl className={styles.facts}>
      <Fact label={t('drds.column.id')}>
        <Copied text={id} label={t('drds.copyId', { id })} />
      </Fact>
      <Fact label={t('drds.column.description')}>{description}</Fact>
      <Fact label={t('drds.column.region')}>{[regionId, zoneId].filter(Boolean).join(' · ')}</Fact>
      <Fact label={t('drds.column.type')}>{[type !== 'unknown' && t(`drds.types.${type}`), networkWords(t, networkType)].filter(Boolean).join(' · ')}</Fact>
      <Fact label={t('drds.column.specification')}>{specification && <Specification name={specification} />}</Fact>
      <Fact label={t('drds.column.version')}>{version}</Fact>
      <Fact label={t('drds.column.created')}>{createdAt && time.format(createdAt)}</Fact>
      <Fact label={t('drds.column.addresses')}>
        {vips.length > 0 && (
          <ul className={styles.addresses}>
            {vips.map((vip) => {
              const address = `${vip.ip}:${vip.port}`
              const network = [vip.vpcId, vip.vswitchId].filter(Boolean).join(' / ')
              return (
                <li key={`${vip.type} ${address}`}>
                  <span className={styles.network}>{networkWords(t, vip.type)}</span>
                  <Copied text={address} label={t('drds.copyAddress', { address })} />
                  {network && <Copied text={network} label={t('drds.copyAddress', { address: network })} quiet />}
                </li>
              )
            })}
          </ul>
        )}
      </Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children || <Nothing />}</dd>
    </div>
  )
}

function Copied({ text, label, quiet = false }: { text: string; label: string; quiet?: boolean }) {
  return (
    <span className={styles.copied} data-quiet={quiet || undefined}>
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  )
}

function Specification({ name }: { name: string }) {
  const { t } = useTranslation()
  const size = Object.entries(specifications).find(([known]) => known === name)?.[1]
  return size ? t('drds.create.size', { name, ...size }) : name
}
