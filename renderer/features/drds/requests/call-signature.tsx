import { useTranslation } from 'react-i18next'
import type { DrdsCallDetail } from '../../../../shared/model/drds-call.ts'
import { CallBlock, MaskedNote } from './call-block.tsx'

/** The three steps of a signature ("API鉴权"): the canonicalized query string, the string to sign, and what came of it. */
export function CallSignature({ detail }: { detail: DrdsCallDetail }) {
  const { t } = useTranslation()
  return (
    <>
      <MaskedNote masked={detail.masked} />
      <CallBlock title={t('drds.requests.canonical')} copy={{ text: detail.canonicalizedQueryString, label: t('drds.requests.copyCanonical') }}>
        <pre>{detail.canonicalizedQueryString}</pre>
      </CallBlock>
      <CallBlock title={t('drds.requests.stringToSign')} copy={{ text: detail.stringToSign, label: t('drds.requests.copyStringToSign') }}>
        <pre>{detail.stringToSign}</pre>
      </CallBlock>
      <CallBlock title={t('drds.requests.signature')} hint={t('drds.requests.method')} copy={{ text: detail.signature, label: t('drds.requests.copySignature') }}>
        <pre>{detail.signature}</pre>
      </CallBlock>
    </>
  )
}
