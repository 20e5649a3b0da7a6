import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrdsLinkTarget } from '../../../../shared/model/drds-link.ts'
import { Button } from '../../../ui/button.tsx'
import { EnvironmentMark } from '../../../ui/environment-badge.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useDrdsPage } from '../drds-page.ts'
import styles from './link-section.module.css'

interface LinkFormProps {
  /** What it is linked to now. */
  target: DrdsLinkTarget | null
  /** DRDS's name of the database, which is mostly its name there, too. */
  database: string
  onLink: (target: DrdsLinkTarget) => void
  onCancel: () => void
}

/** Chooses a connection and the database's name there. */
export function LinkForm({ target, database, onLink, onCancel }: LinkFormProps) {
  const { t } = useTranslation()
  const { sqlConnections } = useDrdsPage()
  const [connectionId, setConnectionId] = useState(sqlConnections.find(({ id }) => id === target?.connectionId)?.id ?? sqlConnections[0]?.id)
  const [schema, setSchema] = useState(target?.schema ?? database)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (connectionId) onLink({ connectionId, schema: schema.trim() })
      }}
    >
      <Field label={t('drds.link.connection')}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            label={t('drds.link.connection')}
            describedBy={describedBy}
            value={connectionId ?? ''}
            onChange={(next) => setConnectionId(sqlConnections.find((candidate) => candidate.id === next)?.id)}
            options={sqlConnections.map(({ id: value, settings }) => ({
              value, label: `${settings.name} (${t(`kind.${settings.kind}`)})`, mark: <EnvironmentMark environment={settings.environment} />,
            }))}
          />
        )}
      </Field>
      <TextField label={t('drds.link.schema')} hint={t('drds.link.schemaHint')} value={schema} onChange={setSchema} maxLength={128} mono autoFocus />
      <div className={styles.actions}>
        <Button type="submit" tone="primary" disabled={!connectionId}>
          {t('drds.link.link')}
        </Button>
        <Button onClick={onCancel}>{t('drds.link.cancel')}</Button>
      </div>
    </form>
  )
}
