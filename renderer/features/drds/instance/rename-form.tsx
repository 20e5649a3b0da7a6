import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { descriptionProblem } from '../../../../shared/drds/constraints.ts'
import { failureTexts } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './instance-page.module.css'

interface RenameFormProps {
  description: string
  onRename: (description: string) => Promise<void>
  onClose: () => void
}

/** ModifyDrdsInstanceDescription: an instance is called by its description. */
export function RenameForm({ description, onRename, onClose }: RenameFormProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(description)
  const problem = descriptionProblem(text)
  return (
    <form
      className={styles.rename}
      onSubmit={(event) => {
        event.preventDefault()
        if (!problem && text !== description) void onRename(text)
      }}
    >
      <TextField
        label={t('drds.column.description')}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          // What was typed is not thrown away by a slip: Cancel does that.
          if (event.key !== 'Escape' || text !== description) return
          event.stopPropagation()
          onClose()
        }}
        error={problem && failureTexts(problem).message}
        ref={(input) => {
          // Once, when the form opens.
          if (input && input.dataset.seen === undefined) {
            input.dataset.seen = ''
            input.focus()
            input.select()
          }
        }}
      />
      <div className={styles.buttons}>
        <Button size="small" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="small" tone="primary" type="submit" disabled={problem !== undefined || text === description}>
          {t('drds.plan.review')}
        </Button>
      </div>
    </form>
  )
}
