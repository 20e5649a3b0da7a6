import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { FormDialog } from '../plan/form-dialog.tsx'
import { PasswordField } from './password-field.tsx'
import styles from './create-database-form.module.css'

interface PasswordDialogProps {
  title: string
  text?: string
  /** ModifyReadOnlyAccountPassword wants the present one, ModifyDrdsDBPasswd does not. */
  asksOld: boolean
  onClose: () => void
  /** True where the change was accepted. */
  onSend: (passwords: { oldPassword: string; password: string }) => Promise<boolean>
}

/** A new password for an account. It lives no longer than the dialog. */
export function PasswordDialog({ title, text, asksOld, onClose, onSend }: PasswordDialogProps) {
  const { t } = useTranslation()
  const [oldPassword, setOldPassword] = useState('')
  const [password, setPassword] = useState('')
  const [complains, setComplains] = useState(false)
  const lacksOld = asksOld && oldPassword === ''
  return (
    <FormDialog
      size="small"
      isFilled={oldPassword !== '' || password !== ''}
      className={styles.form}
      onClose={onClose}
      onReview={() => {
        if (lacksOld || passwordProblem(password)) return void setComplains(true)
        return onSend({ oldPassword, password })
      }}
      title={title}
      description={text}
    >
      {asksOld && (
        <>
          <PasswordField label={t('drds.database.password.old')} value={oldPassword} onChange={setOldPassword} isNew={false} autoFocus />
          {complains && lacksOld && (
            <p role="alert" className={styles.problem}>
              {failureTexts(failureOf('input', 'drds.field.oldPassword')).message}
            </p>
          )}
        </>
      )}
      <PasswordField label={t('drds.database.password.new')} value={password} onChange={setPassword} isNew complains={complains} autoFocus={!asksOld} />
    </FormDialog>
  )
}
