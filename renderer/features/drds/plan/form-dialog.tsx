import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { CancelButton, Dialog } from '../../../ui/dialog.tsx'

interface FormDialogProps {
  title: ReactNode
  description?: ReactNode
  size?: 'small' | 'normal' | 'large'
  /** Of the form in it. */
  className?: string
  /** False where there is nothing to review yet. */
  canReview?: boolean
  /** Something was entered: Esc, the cross and Cancel ask before it is lost. */
  isFilled: boolean
  /** Other buttons, before Cancel. */
  buttons?: ReactNode
  onClose: () => void
  /** Proposes the change, and answers whether it was accepted; nothing where a field is wrong. Who shows this closes it then. */
  onReview: () => Promise<boolean> | undefined
  children: ReactNode
}

/** A form whose plan takes its place: one dialog at a time. A plan that was left gives it back as it was filled. */
export function FormDialog({ title, description, size, className, canReview = true, isFilled, buttons, onClose, onReview, children }: FormDialogProps) {
  const { t } = useTranslation()
  const formId = useId()
  const [isReviewed, setReviewed] = useState(false)
  const review = async () => {
    const accepted = onReview()
    if (!accepted) return
    setReviewed(true)
    if (!(await accepted)) setReviewed(false)
  }
  return (
    <Dialog
      open={!isReviewed}
      isForm
      isFilled={isFilled}
      {...(size && { size })}
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          {buttons}
          <CancelButton />
          <Button type="submit" form={formId} tone="primary" disabled={!canReview}>
            {t('drds.plan.review')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={className}
        onSubmit={(event) => {
          event.preventDefault()
          if (canReview) void review()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
