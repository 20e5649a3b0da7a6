import { Check, Copy } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

interface CopyButtonProps {
  /** Given by a function where it is only made when it is copied. */
  text: string | (() => string)
  /** What is copied, such as "Copy address"; "Copy" where it stands beside the thing itself. */
  label?: string
  /** Shown as words instead of an icon. */
  children?: ReactNode
}

/** Copies and says so for a moment, to eyes and to screen readers. */
export function CopyButton({ text, label, children }: CopyButtonProps) {
  const { t } = useTranslation()
  const { copied, copy } = useCopy(text)
  const name = copied ? t('common.copied') : (label ?? t('common.copy'))
  const icon = copied ? <Check size={13} /> : <Copy size={13} />
  if (!children) {
    return (
      <IconButton label={name} onClick={copy}>
        {icon}
      </IconButton>
    )
  }
  return (
    <Button size="small" onClick={copy}>
      {icon}
      {copied ? t('common.copied') : children}
    </Button>
  )
}

function useCopy(text: string | (() => string)): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(() => setCopied(true))
  }
  return { copied, copy }
}
