import { useTranslation } from 'react-i18next'
import type { StoredCredential } from '../../../shared/contract/secrets.ts'
import { userOf } from '../../../shared/model/secret-binding.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { NewSecret, NewSecretProblems } from './replace-secret-actions.ts'
import styles from './replace-secret-dialog.module.css'

interface ReplaceSecretFormProps {
  credentials: readonly StoredCredential[]
  credential: StoredCredential
  entered: NewSecret
  problems: NewSecretProblems
  disabled: boolean
  onChoose: (credential: StoredCredential) => void
  onChange: (entered: NewSecret) => void
}

/** Which secret, and what takes its place. */
export function ReplaceSecretForm({ credentials, credential, entered, problems, disabled, onChoose, onChange }: ReplaceSecretFormProps) {
  const { t } = useTranslation()
  const words = ({ name, user, uses }: StoredCredential) => t('connections.replace.credential', { secret: t(`connections.field.${name}`), user, count: uses.length })
  const complaint = (field: keyof NewSecret): string | undefined => {
    const problem = problems[field]
    if (!problem) return undefined
    if (problem === 'date') return t('connections.problem.expires')
    if (problem === 'missing') return t(`connections.problem.${field === 'secret' ? credential.name : userOf[credential.name]}`)
    return t(`connections.problem.entry.${problem}`)
  }
  return (
    <>
      <div className={styles.wide}>
        <Field label={t('connections.replace.which')}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              label={t('connections.replace.which')}
              describedBy={describedBy}
              value={credential.id}
              disabled={disabled}
              onChange={(next) => {
                const chosen = credentials.find((one) => one.id === next)
                if (chosen) onChoose(chosen)
              }}
              options={credentials.map((one) => ({ value: one.id, label: words(one) }))}
            />
          )}
        </Field>
      </div>
      <TextField
        label={t('connections.replace.new', { secret: t(`connections.field.${credential.name}`) })}
        mono
        type="password"
        autoComplete="new-password"
        maxLength={4_096}
        disabled={disabled}
        value={entered.secret}
        onChange={(secret) => onChange({ ...entered, secret })}
        error={complaint('secret')}
      />
      <TextField
        label={t(`connections.field.${userOf[credential.name]}`)}
        mono
        maxLength={256}
        disabled={disabled}
        value={entered.user}
        onChange={(user) => onChange({ ...entered, user })}
        hint={t('connections.replace.user')}
        error={complaint('user')}
      />
      <TextField
        type="date"
        max="9999-12-31"
        label={t(`connections.field.${credential.name}Expires`)}
        optional={t('common.optional')}
        disabled={disabled}
        value={entered.expires}
        onChange={(expires) => onChange({ ...entered, expires })}
        error={complaint('expires')}
      />
    </>
  )
}
