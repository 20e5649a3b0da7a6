import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { certificatesIn } from './certificates-in.ts'
import type { FieldProps } from './setting-field.tsx'
import styles from './folded-section.module.css'

/** Certificates of an authority: pasted, or taken from a file that is read in the page. */
export function AuthorityField({ error, ...field }: FieldProps) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const [unread, setUnread] = useState('')
  const onFile = async () => {
    const chosen = file.current?.files?.[0]
    if (!chosen) return
    const pem = certificatesIn(new Uint8Array(await chosen.arrayBuffer()))
    setUnread(pem === null ? chosen.name : '')
    if (pem !== null) field.onChange(pem)
  }
  return (
    <>
      <TextArea
        {...field}
        name="certificateAuthority"
        rows={3}
        placeholder={'-----BEGIN CERTIFICATE-----\n…'}
        optional={t('common.optional')}
        error={unread ? t('connections.authority.noneInFile', { name: unread }) : error}
        onChange={(pem) => {
          setUnread('')
          field.onChange(pem)
        }}
      />
      <input
        ref={file}
        type="file"
        hidden
        aria-label={t('connections.authority.choose')}
        accept=".pem,.crt,.cer,.der,.ca-bundle"
        onChange={(event) => {
          const { currentTarget } = event
          // The same file may be chosen again once it was mended.
          void onFile().finally(() => (currentTarget.value = ''))
        }}
      />
      <Button size="small" className={styles.file} onClick={() => file.current?.click()}>
        {t('connections.authority.choose')}
      </Button>
    </>
  )
}
