import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { SecretName } from '../../../shared/model/connection.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FieldSpec } from './connection-fields.ts'

/** What every field of the form is given. */
export interface FieldProps {
  label: string
  hint: string
  value: string
  onChange: (value: string) => void
  onBlur: () => void
  error: string | undefined
}

/** A line of text or a number. */
export function LineField({ spec, ...field }: FieldProps & { spec: Extract<FieldSpec, { control: 'text' | 'number' }> }) {
  const { t } = useTranslation()
  const listId = useId()
  const suggestions = spec.control === 'text' ? spec.suggestions : undefined
  return (
    <>
      <TextField
        {...field}
        mono
        name={spec.name}
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

/** One of a few words of the contract, in words for a person. */
export function ChoiceField({ spec, label, hint, value, onChange }: FieldProps & { spec: Extract<FieldSpec, { control: 'choice' }> }) {
  const { t } = useTranslation()
  const words = (option: string) => {
    const key = choices.get(option)
    return key ? t(key) : option
  }
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <Select id={id} label={label} describedBy={describedBy} value={value} onChange={onChange} options={spec.options.map((option) => ({ value: option, label: words(option) }))} />
      )}
    </Field>
  )
}

/** JSON and XML are words of their own. */
const choices = new Map(
  Object.entries({
    secure: 'connections.collaboration.secure',
    standard: 'connections.collaboration.standard',
    basic: 'connections.signIn.basic',
    token: 'connections.signIn.token',
    cookie: 'connections.tokenPlace.cookie',
    parameter: 'connections.tokenPlace.parameter',
    body: 'connections.passwordPlace.body',
    url: 'connections.passwordPlace.url',
    system: 'connections.proxy.system',
    none: 'connections.proxy.none',
    own: 'connections.proxy.own',
  } as const),
)

/** Written, never read: what is stored stays where it is until something is typed. */
export function SecretField({ name, held, ...field }: FieldProps & { name: SecretName; held: boolean }) {
  const { t } = useTranslation()
  return (
    <TextField
      {...field}
      mono
      name={name}
      type="password"
      autoComplete="new-password"
      maxLength={4_096}
      placeholder={held ? t('connections.secretStored') : undefined}
    />
  )
}
