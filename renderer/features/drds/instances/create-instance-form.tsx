import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { changeProblem, descriptionProblem, networkChoiceProblem, quantityProblem, specifications } from '../../../../shared/drds/constraints.ts'
import type { Failure } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Field } from '../../../ui/field.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { FormDialog } from '../plan/form-dialog.tsx'
import { regionOptions } from '../regions.ts'
import { lookInRegion } from './instances-actions.ts'
import { newInstanceDraft, toChange, type InstanceDraft } from './instance-draft.ts'
import type { InstancesStore } from './instances-store.ts'
import styles from './create-instance-form.module.css'

/** CreateDrdsInstance: what is bought, checked as it is typed; sent once, after its plan was seen. */
export function CreateInstanceForm({ instances, onClose }: { instances: InstancesStore; onClose: () => void }) {
  const { t } = useTranslation()
  const { rpc, connection, settings, propose } = useDrdsPage()
  const regions = useStore(instances, (state) => state.regions)
  const chosen = useStore(instances, (state) => state.chosen)
  const [draft, setDraft] = useState(() => newInstanceDraft(chosen[0] ?? settings.regionId, regions))
  const [touched, setTouched] = useState<ReadonlySet<keyof InstanceDraft>>(new Set())
  const set = <Name extends keyof InstanceDraft>(name: Name, value: InstanceDraft[Name]) => {
    setDraft((before) => ({ ...before, [name]: value }))
    setTouched((before) => new Set(before).add(name))
  }
  const regionIds = useMemo(() => {
    const ids = regions ? regions.map(({ id }) => id) : regionOptions(settings.regionId)
    return ids.includes(draft.regionId) ? ids : [draft.regionId, ...ids]
  }, [regions, settings.regionId, draft.regionId])
  const zones = regions?.find(({ id }) => id === draft.regionId)?.zones ?? []
  // A region that is chosen takes its first zone; so does the one at the start once the zones are known.
  const zoneId = draft.zoneId || (zones[0]?.id ?? '')
  const change = toChange({ ...draft, zoneId }, connection.id)
  const problem = changeProblem(change)
  const errorOf = (name: keyof InstanceDraft, of: Failure | undefined) => (touched.has(name) && of ? sentence(of) : undefined)
  const network = networkChoiceProblem(change)

  const order = async () => {
    const accepted = (await propose(change)) !== null
    if (accepted) {
      onClose()
      lookInRegion({ rpc, instances }, connection.id, draft.regionId)
    }
    return accepted
  }
  return (
    <FormDialog
      size="large"
      className={styles.form}
      canReview={!problem}
      isFilled={touched.size > 0}
      onClose={onClose}
      onReview={order}
      title={t('drds.create.title')}
      description={t('drds.create.text')}
    >
      <TextField
        label={t('drds.column.description')}
        hint={t('drds.create.descriptionHint')}
        value={draft.description}
        onChange={(value) => set('description', value)}
        error={errorOf('description', descriptionProblem(draft.description))}
      />
      <div className={styles.pair}>
        <Field label={t('drds.region')}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.regionId}
              options={regionIds.map((value) => ({ value, label: value }))}
              onChange={(value) => {
                set('regionId', value)
                set('zoneId', '')
              }}
            />
          )}
        </Field>
        {zones.length > 0 ? (
          <Field label={t('drds.create.zone')}>
            {({ id }) => (
              <Select id={id} value={zoneId} options={zones.map((zone) => ({ value: zone.id, label: zone.id }))} onChange={(value) => set('zoneId', value)} />
            )}
          </Field>
        ) : (
          <TextField
            label={t('drds.create.zone')}
            hint={t('drds.create.zoneHint', { region: draft.regionId })}
            mono
            value={draft.zoneId}
            onChange={(value) => set('zoneId', value.trim())}
          />
        )}
      </div>
      <Field label={t('drds.type')} hint={t(`drds.create.typeHint.${draft.type}`)}>
        {() => (
          <div>
            <Segmented
              label={t('drds.type')}
              value={draft.type}
              options={(['dedicated', 'shared'] as const).map((value) => ({ value, label: t(`drds.types.${value}`) }))}
              onChange={(value) => set('type', value)}
            />
          </div>
        )}
      </Field>
      <div className={styles.pair}>
        <Field label={t('drds.column.specification')}>
          {({ id }) => (
            <Select
              id={id}
              value={draft.specification}
              options={Object.entries(specifications).map(([value, size]) => ({ value, label: t('drds.create.size', { name: value, ...size }) }))}
              onChange={(value) => set('specification', value)}
            />
          )}
        </Field>
        <TextField
          label={t('drds.create.quantity')}
          value={draft.quantity}
          inputMode="numeric"
          onChange={(value) => set('quantity', value.trim())}
          error={errorOf('quantity', quantityProblem(change.quantity))}
        />
      </div>
      <div className={styles.pair}>
        <TextField
          label={t('drds.create.vpc')}
          optional={t('common.optional')}
          placeholder="vpc-…"
          mono
          value={draft.vpcId}
          onChange={(value) => set('vpcId', value.trim())}
        />
        <TextField
          label={t('drds.create.vswitch')}
          optional={t('common.optional')}
          placeholder="vsw-…"
          mono
          value={draft.vswitchId}
          onChange={(value) => set('vswitchId', value.trim())}
        />
      </div>
      {network ? (
        <p className={styles.error} role="alert">
          {sentence(network)}
        </p>
      ) : (
        <p className={styles.hint}>{t('drds.create.networkHint')}</p>
      )}
      <Summary draft={{ ...draft, zoneId }} />
    </FormDialog>
  )
}

const sentence = (failure: Failure) => failureTexts(failure).message

/** What will be bought and billed, in one sentence each. */
function Summary({ draft }: { draft: InstanceDraft }) {
  const { t } = useTranslation()
  const size = Object.entries(specifications).find(([name]) => name === draft.specification)?.[1]
  const quantity = Number(draft.quantity)
  return (
    <section className={styles.summary} aria-label={t('drds.create.summary')}>
      <p>
        <strong>
          {t('drds.create.bought', {
            count: Number.isInteger(quantity) && quantity > 0 ? quantity : 0,
            type: t(`drds.types.${draft.type}`),
            specification: draft.specification,
            cores: size?.cores ?? 0,
            memory: size?.memory ?? 0,
            zone: draft.zoneId || draft.regionId,
            network: draft.vpcId ? draft.vpcId : t('drds.create.classic'),
          })}
        </strong>
      </p>
      <p>{t('drds.create.billed')}</p>
      <p>{t('drds.create.once')}</p>
    </section>
  )
}
