import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import type { DrdsChange } from '../../../../shared/model/drds-change.ts'
import type { DrdsDatabaseRef } from '../../../../shared/model/drds-database.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { useDrdsPage } from '../drds-page.ts'
import { useAnswer } from '../use-answer.ts'
import { usePasswordBox, type PasswordBox, type TypedPasswords } from '../plan/password-box.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { PasswordField } from './password-field.tsx'
import { AnswerView, Section } from './section.tsx'
import { useChange } from './use-database.ts'
import styles from './account.module.css'

/** DescribeReadOnlyAccount: the account that only reads, its creation, its password and its removal. */
export function AccountSection({ at, round }: { at: DrdsDatabaseRef; round: number }) {
  const { t } = useTranslation()
  const { rpc } = useDrdsPage()
  const loaded = useAnswer(useCallback(() => rpc.drds.readOnlyAccount(at), [rpc, at]), round)
  const send = useChange(loaded.reload)
  // What had the focus gives way to something else then, which takes it.
  const [changed, setChanged] = useState(false)
  const change = async (wanted: DrdsChange, passwords?: TypedPasswords) => {
    const accepted = await send(wanted, passwords)
    if (accepted) setChanged(true)
    return accepted
  }
  const [asks, setAsks] = useState(false)
  return (
    <Section title={t('drds.database.account.title')}>
      <AnswerView loaded={loaded} rows={2}>
        {(accountName) =>
          accountName === null ? (
            <CreateAccount autoFocus={changed} onCreate={(password) => change({ kind: 'createReadOnlyAccount', at, password: '' }, { password })} />
          ) : (
            <div className={styles.account}>
              <span className={styles.name}>
                <code>{accountName}</code>
                <CopyButton text={accountName} label={t('drds.database.account.copy')} />
              </span>
              <span className={styles.actions}>
                <Button size="small" autoFocus={changed} onClick={() => setAsks(true)}>
                  {t('drds.database.account.change')}
                </Button>
                <Button size="small" onClick={() => void change({ kind: 'removeReadOnlyAccount', at: { ...at, accountName } })}>
                  {t('drds.database.account.remove')}
                </Button>
              </span>
              {asks && (
                <PasswordDialog
                  title={t('drds.database.account.changeTitle', { account: accountName })}
                  asksOld
                  onClose={() => setAsks(false)}
                  onSend={async (passwords) => {
                    const accepted = await change({ kind: 'changeReadOnlyPassword', at: { ...at, accountName }, oldPassword: '', password: '' }, passwords)
                    if (accepted) setAsks(false)
                    return accepted
                  }}
                />
              )}
            </div>
          )
        }
      </AnswerView>
    </Section>
  )
}

function CreateAccount({ autoFocus, onCreate }: { autoFocus: boolean; onCreate: (password: PasswordBox) => Promise<boolean> }) {
  const { t } = useTranslation()
  const password = usePasswordBox()
  const [complains, setComplains] = useState(false)
  const create = async () => {
    if (passwordProblem(password.text)) return setComplains(true)
    await onCreate(password)
  }
  return (
    <form
      className={styles.create}
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <p className={styles.none}>{t('drds.database.account.none')}</p>
      <PasswordField label={t('drds.database.account.password')} box={password} isNew complains={complains} autoFocus={autoFocus} />
      <div className={styles.actions}>
        <Button type="submit" size="small">
          {t('drds.database.account.create')}
        </Button>
      </div>
    </form>
  )
}
