import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { FormDialog } from '../plan/form-dialog.tsx'
import { usePasswordBox, type TypedPasswords } from '../plan/password-box.ts'
import { PasswordField } from './password-field.tsx'
import styles from './create-database-form.module.css'

interface PasswordDialogProps {
  title: string
  text?: string
  /** ModifyReadOnlyAccountPassword wants the present one, ModifyDrdsDBPasswd does not. */
  asksOld: boolean
  onClose: () => void
  /** True where the change was accepted. */
  onSend: (passwords: TypedPasswords) => Promise<boolean>
}

/** A new password for an account. It lives in the page until it is sent, and no longer than the dialog. */
export function PasswordDialog({ title, text, asksOld, onClose, onSend }: PasswordDialogProps) {
  const { t } = useTranslation()
  const oldPassword = usePasswordBox()
  const password = usePasswordBox()
  const [complains, setComplains] = useState(false)
  const lacksOld = asksOld && oldPassword.text === ''
  return (
    <FormDialog
      size="small"
      isFilled={oldPassword.text !== '' || password.text !== ''}
      className={styles.form}
      onClose={onClose}
      onReview={() => {
        if (lacksOld || passwordProblem(password.text)) return void setComplains(true)
        return onSend({ password, ...(asksOld && { oldPassword }) })
      }}
      title={title}
      description={text}
    >
      {asksOld && (
        <>
          <PasswordField label={t('drds.database.password.old')} box={oldPassword} isNew={false} autoFocus />
          {complains && lacksOld && (
            <p role="alert" className={styles.problem}>
              {failureTexts(failureOf('input', 'drds.field.oldPassword')).message}
            </p>
          )}
        </>
      )}
      <PasswordField label={t('drds.database.password.new')} box={password} isNew complains={complains} autoFocus={!asksOld} />
    </FormDialog>
  )
}
