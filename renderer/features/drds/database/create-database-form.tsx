import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { databaseNameProblem, encodings, passwordProblem, rdsInstancesProblem } from '../../../../shared/drds/constraints.ts'
import type { DrdsInstanceRef } from '../../../../shared/model/drds-database.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Field } from '../../../ui/field.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { usePasswordBox } from '../plan/password-box.ts'
import { FormDialog } from '../plan/form-dialog.tsx'
import { useAnswer } from '../use-answer.ts'
import { NamesField } from './names-field.tsx'
import { PasswordField } from './password-field.tsx'
import { rdsInUse } from './rds-in-use.ts'
import { useInstanceRef } from './use-database.ts'
import { wordsIn } from './whitelist-edit.ts'
import styles from './create-database-form.module.css'

interface CreateDatabaseFormProps {
  at: Omit<DrdsInstanceRef, 'connectionId'>
  onClose: () => void
  /** The service has accepted to create it; it is ready only when its state says so. */
  onCreated: (database: string) => void
}

/** CreateDrdsDB: name and password with their rules as one types, character set, and the RDS instances below it. */
export function CreateDatabaseForm({ at: place, onClose, onCreated }: CreateDatabaseFormProps) {
  const { t } = useTranslation()
  const { rpc, propose } = useDrdsPage()
  const at = useInstanceRef(place)
  const known = useAnswer(useCallback(() => rdsInUse(rpc, at), [rpc, at]))
  const [name, setName] = useState('')
  const [encode, setEncode] = useState<(typeof encodings)[number]>('utf8mb4')
  const password = usePasswordBox()
  const [typedRds, setTypedRds] = useState('')
  const [complains, setComplains] = useState(false)
  const rdsInstances = wordsIn(typedRds)
  const nameProblem = databaseNameProblem(name)
  const rdsProblem = rdsInstancesProblem(rdsInstances)

  const review = () => {
    if (nameProblem || rdsProblem || passwordProblem(password.text)) return void setComplains(true)
    return create()
  }
  const create = async () => {
    const accepted = (await propose({ kind: 'createDatabase', at: { ...at, database: name }, encode, rdsInstances, password: '' }, { password })) !== null
    if (accepted) onCreated(name)
    return accepted
  }
  return (
    <FormDialog
      className={styles.form}
      isFilled={name !== '' || password.text !== '' || typedRds.trim() !== ''}
      onClose={onClose}
      onReview={review}
      title={t('drds.database.create.title')}
      description={t('drds.database.create.text', { instance: at.instanceId })}
    >
      <TextField
        label={t('drds.database.create.name')}
        hint={t('drds.database.create.nameHint')}
        mono
        autoFocus
        maxLength={64}
        value={name}
        onChange={setName}
        error={nameProblem && (name !== '' || complains) ? failureTexts(nameProblem).message : undefined}
      />
      <Field label={t('drds.database.create.encode')} hint={t('drds.database.create.encodeHint')}>
        {() => (
          <Segmented
            label={t('drds.database.create.encode')}
            value={encode}
            onChange={setEncode}
            options={encodings.map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
      <PasswordField label={t('drds.database.create.password')} box={password} isNew complains={complains} />
      <NamesField
        label={t('drds.database.create.rds')}
        hint={t('drds.database.create.rdsHint')}
        value={typedRds}
        onChange={setTypedRds}
        placeholder="rm-…"
        error={rdsProblem && (typedRds !== '' || complains) ? failureTexts(rdsProblem).message : undefined}
        suggestions={known.answer.state === 'ready' ? known.answer.value : []}
        suggestionsLabel={t('drds.database.create.known')}
      />
    </FormDialog>
  )
}
