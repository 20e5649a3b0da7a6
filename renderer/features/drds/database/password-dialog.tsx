import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { failureOf } from '../../../../shared/model/failure.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { PasswordField } from './password-field.tsx'
import styles from './create-database-form.module.css'

interface PasswordDialogProps {
  title: string
  text?: string
  /** The verb on the button. */
  action: string
  /** ModifyReadOnlyAccountPassword wants the present one, ModifyDrdsDBPasswd does not. */
  asksOld: boolean
  onClose: () => void
  onSend: (passwords: { oldPassword: string; password: string }) => void
}

/** A new password for an account. It lives no longer than the dialog. */
export function PasswordDialog({ title, text, action, asksOld, onClose, onSend }: PasswordDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const [oldPassword, setOldPassword] = useState('')
  const [password, setPassword] = useState('')
  const [complains, setComplains] = useState(false)
  const lacksOld = asksOld && oldPassword === ''
  return (
    <Dialog
      open
      isForm
      size="small"
      onClose={onClose}
      title={title}
      description={text}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} tone="primary">
            {action}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (lacksOld || passwordProblem(password)) setComplains(true)
          else onSend({ oldPassword, password })
        }}
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
      </form>
    </Dialog>
  )
}
