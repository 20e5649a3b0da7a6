import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rpc } from '../../../shared/contract/contract.ts'
import { supportParts, type SupportPart } from '../../../shared/contract/support.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { CancelButton, Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { downloadText } from '../../ui/page-files.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { bundleName, bundleText, type SupportTexts } from './bundle-text.ts'
import styles from './support-dialog.module.css'

/** What a person would send to those who mend Tessera: read first, part by part, then copied or saved. Nothing is sent. */
export function SupportDialog({ rpc, onClose }: { rpc: Rpc; onClose: () => void }) {
  const { t } = useTranslation()
  const [texts, setTexts] = useState<SupportTexts | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<SupportPart>>(new Set(supportParts))

  useEffect(() => {
    let current = true
    const read = async () => {
      const result = await rpc.support.read({})
      if (!current) return
      if (result.ok) setTexts(result.value)
      else setFailure(result.failure)
    }
    void read()
    return () => {
      current = false
    }
  }, [rpc])

  const text = texts ? bundleText(texts, chosen) : ''
  const isNothing = text === ''
  const save = async () => {
    const suggestedName = bundleName(new Date())
    const saved = await rpc.files.saveText({ suggestedName, text, kind: 'text' })
    if (!saved.ok) return setFailure(saved.failure)
    if (saved.value.kind === 'dismissed') return
    if (saved.value.kind === 'inPage') downloadText(suggestedName, text)
    else toast.done(t('support.saved', { path: saved.value.path }))
    onClose()
  }
  return (
    <Dialog
      open
      size="large"
      onClose={onClose}
      title={t('support.title')}
      description={t('support.text')}
      notice={failure && <FailureView failure={failure} place="inline" />}
      actions={
        <>
          <CancelButton />
          <CopyButton text={text}>{t('common.copy')}</CopyButton>
          <Button tone="primary" disabled={isNothing} onClick={() => void save()}>
            {t('support.save')}
          </Button>
        </>
      }
    >
      <div className={styles.parts} role="group" aria-label={t('support.parts')}>
        {supportParts.map((part) => (
          <Checkbox
            key={part}
            label={t(`support.part.${part}`)}
            checked={chosen.has(part)}
            onChange={(checked) => setChosen((before) => new Set(supportParts.filter((other) => (other === part ? checked : before.has(other)))))}
          />
        ))}
      </div>
      {texts ? (
        <textarea className={styles.text} aria-label={t('support.preview')} readOnly spellCheck={false} wrap="off" value={text} />
      ) : (
        !failure && <Skeleton rows={6} />
      )}
    </Dialog>
  )
}
