import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Environment, type SecretName } from '../../../shared/model/connection.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Field } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldsOf, type FieldName, type FieldSpec } from './connection-fields.ts'
import type { ConnectionDraft, DraftField } from './connection-draft.ts'
import styles from './connection-form.module.css'

interface ConnectionFormProps {
  draft: ConnectionDraft
  onChange: (draft: ConnectionDraft) => void
  problems: DraftField[]
  /** `touched`: a field complains once it was typed in and left; `all`: after an attempt to save. */
  show: 'touched' | 'all'
}

/** Every field of one kind of connection, with each field's own complaint. */
export function ConnectionForm({ draft, onChange, problems, show }: ConnectionFormProps) {
  const { t } = useTranslation()
  const [touched, setTouched] = useState<ReadonlySet<DraftField>>(new Set())
  const touch = (field: DraftField) => setTouched((before) => new Set(before).add(field))
  const complains = (field: DraftField) => problems.includes(field) && (show === 'all' || touched.has(field))
  const specs: readonly FieldSpec[] = fieldsOf[draft.kind]
  return (
    <div className={styles.form}>
      <div className={styles.wide}>
        <TextField
          label={t('connections.field.name')}
          value={draft.name}
          onChange={(name) => onChange({ ...draft, name })}
          onBlur={() => touch('name')}
          maxLength={120}
          error={complains('name') ? t('connections.problem.name') : undefined}
          autoFocus
        />
      </div>
      <div className={styles.environment} data-environment={draft.environment}>
        <span className={styles.caption}>{t('environment.label')}</span>
        <Segmented
          label={t('environment.label')}
          value={draft.environment}
          onChange={(environment) => onChange({ ...draft, environment })}
          options={Environment.options.map((value) => ({
            value, label: t(`environment.${value}`), mark: <EnvironmentMark environment={value} />,
          }))}
        />
        <Checkbox
          label={t('connections.readOnly')}
          hint={t('connections.readOnlyHint')}
          checked={draft.readOnly}
          onChange={(readOnly) => onChange({ ...draft, readOnly })}
        />
      </div>
      {specs.map((spec) => (
        <div key={spec.name} className={spec.half ? styles.half : styles.wide}>
          {spec.control === 'secret' ? (
            <SecretField
              name={spec.name}
              value={draft.secrets[spec.name] ?? ''}
              held={draft.held.includes(spec.name)}
              onChange={(secret) => onChange({ ...draft, secrets: { ...draft.secrets, [spec.name]: secret } })}
              onBlur={() => touch(spec.name)}
              error={complains(spec.name) ? t(`connections.problem.${spec.name}`) : undefined}
            />
          ) : (
            <SettingField
              spec={spec}
              value={draft.values[spec.name] ?? ''}
              onChange={(value) => onChange({ ...draft, values: { ...draft.values, [spec.name]: value } })}
              onBlur={() => touch(spec.name)}
              error={complains(spec.name) ? t(problemKey(draft.kind, spec.name)) : undefined}
            />
          )}
        </div>
      ))}
    </div>
  )
}

/** The same name may mean two things: DRDS's endpoint is optional, DMS's is not. */
const problemKey = (kind: ConnectionDraft['kind'], name: FieldName) =>
  name === 'endpoint' && kind === 'drds' ? ('connections.problem.drdsEndpoint' as const) : (`connections.problem.${name}` as const)

interface SettingFieldProps {
  spec: Exclude<FieldSpec, { control: 'secret' }>
  value: string
  onChange: (value: string) => void
  onBlur: () => void
  error: string | undefined
}

function SettingField({ spec, value, onChange, onBlur, error }: SettingFieldProps) {
  const { t } = useTranslation()
  const listId = useId()
  const label = t(`connections.field.${spec.name}`)
  const hint = t(`connections.hint.${spec.name}`)
  if (spec.control === 'choice') {
    return (
      <Field label={label} hint={hint}>
        {({ id }) => (
          <Select
            id={id}
            label={label}
            value={value}
            onChange={onChange}
            options={spec.options.map((option) => ({ value: option, label: choiceLabel(option, t) }))}
          />
        )}
      </Field>
    )
  }
  const suggestions = spec.control === 'text' ? spec.suggestions : undefined
  return (
    <>
      <TextField
        label={label}
        mono
        hint={hint}
        value={value}
        onChange={onChange}
        onBlur={onBlur}
        error={error}
        inputMode={spec.control === 'number' ? 'numeric' : undefined}
        {...(spec.control === 'text' && { placeholder: spec.placeholder, optional: spec.optional ? t('common.optional') : undefined })}
        {...(suggestions && { list: listId })}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion}>
              {suggestion}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}

const choiceLabel = (option: string, t: ReturnType<typeof useTranslation>['t']) =>
  option === 'secure' || option === 'standard' ? t(`connections.collaboration.${option}`) : option

interface SecretFieldProps {
  name: SecretName
  value: string
  held: boolean
  onChange: (value: string) => void
  onBlur: () => void
  error: string | undefined
}

/** Written, never read: what is stored stays where it is until something is typed. */
function SecretField({ name, value, held, onChange, onBlur, error }: SecretFieldProps) {
  const { t } = useTranslation()
  return (
    <TextField
      label={t(`connections.field.${name}`)}
      type="password"
      autoComplete="new-password"
      mono
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      maxLength={4_096}
      placeholder={held ? t('connections.secretStored') : undefined}
      hint={t(`connections.hint.${name}`)}
      error={error}
    />
  )
}
