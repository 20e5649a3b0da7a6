import { useTranslation } from 'react-i18next'
import type { PeerCertificate } from '../../../shared/model/peer-certificate.ts'
import { currentLocale } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { CertificateState } from './use-certificate.ts'
import styles from './certificate-dialog.module.css'

interface CertificateDialogProps {
  certificate: Exclude<CertificateState, { state: 'closed' }>
  /** Host and port that it is read from. */
  host: string
  /** What the server's own file of it is called. */
  file: string
  /** The fingerprint that the form holds now; empty for none. */
  pinned: string
  onRetry: () => void
  onPin: (fingerprint: string) => void
  onClose: () => void
  /** Puts the focus where the pin went; true where it did. */
  onReturnFocus: () => boolean
}

/** Shows the certificate of a server, so that a person can compare it with the server's own before it is pinned. */
export function CertificateDialog({ certificate, host, file, pinned, onRetry, onPin, onClose, onReturnFocus }: CertificateDialogProps) {
  const { t } = useTranslation()
  const fingerprint = certificate.state === 'shown' ? certificate.certificate.fingerprint256 : pinned
  return (
    <Dialog
      open
      onClose={onClose}
      onReturnFocus={onReturnFocus}
      title={t('connections.certificate.title', { host })}
      description={t('connections.certificate.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          {fingerprint !== pinned && (
            <Button tone="primary" onClick={() => onPin(fingerprint)}>
              {t('connections.certificate.pin')}
            </Button>
          )}
        </>
      }
    >
      <Content certificate={certificate} file={file} pinned={pinned} onRetry={onRetry} />
    </Dialog>
  )
}

function Content({ certificate, file, pinned, onRetry }: Pick<CertificateDialogProps, 'certificate' | 'file' | 'pinned' | 'onRetry'>) {
  const { t } = useTranslation()
  switch (certificate.state) {
    case 'reading':
      return (
        <p role="status" className={styles.reading}>
          <Spinner /> {t('connections.certificate.reading')}
        </p>
      )
    case 'failed':
      return <FailureView failure={certificate.failure} place="inline" onRetry={onRetry} />
    case 'shown':
      return <Details certificate={certificate.certificate} file={file} pinned={pinned} />
  }
}

function Details({ certificate, file, pinned }: { certificate: PeerCertificate; file: string; pinned: string }) {
  const { t } = useTranslation()
  const { subject, names, issuer, validFrom, validTo, fingerprint256, selfSigned } = certificate
  const none = t('connections.certificate.none')
  return (
    <>
      <Trust certificate={certificate} />
      <dl className={styles.details}>
        <dt>{t('connections.certificate.subject')}</dt>
        <dd>{subject || none}</dd>
        <dt>{t('connections.certificate.names')}</dt>
        <dd>{names || none}</dd>
        <dt>{t('connections.certificate.issuer')}</dt>
        <dd>{selfSigned ? t('connections.certificate.itself') : issuer || none}</dd>
        <dt>{t('connections.certificate.valid')}</dt>
        <dd>{t('connections.certificate.validFromTo', { from: day(validFrom), to: day(validTo) })}</dd>
        <dt>{t('connections.certificate.fingerprint')}</dt>
        <dd className={styles.fingerprint}>
          {/* Two lines of sixteen pairs, and none cut in two. */}
          <code>
            {fingerprint256.slice(0, 48)}
            <wbr />
            {fingerprint256.slice(48)}
          </code>
          <CopyButton text={fingerprint256} label={t('connections.certificate.copyFingerprint')} />
        </dd>
      </dl>
      {pinned === fingerprint256 && <p className={styles.note}>{t('connections.certificate.isPinned')}</p>}
      {pinned !== '' && pinned !== fingerprint256 && <p className={styles.warning}>{t('connections.certificate.otherPinned')}</p>}
      <p className={styles.note}>{t('connections.certificate.compare')}</p>
      <code className={styles.command}>{`openssl x509 -noout -fingerprint -sha256 -in <${file}>`}</code>
    </>
  )
}

function Trust({ certificate }: { certificate: PeerCertificate }) {
  const { t } = useTranslation()
  if (certificate.trusted) return <p className={styles.trusted}>{t('connections.certificate.trusted')}</p>
  return (
    <p className={styles.untrusted}>
      {t('connections.certificate.untrusted', { reason: t(`connections.certificate.reason.${certificate.reason}`) })} <code>{certificate.code}</code>
    </p>
  )
}

const day = (time: number) => new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'long' }).format(time)
