import { useTranslation } from 'react-i18next'
import type { MaxScaleServer } from '../../../shared/model/maxscale.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './cells.module.css'

/** What is not known, or not there. */
export function Nothing() {
  const { t } = useTranslation()
  return (
    <span className={styles.nothing}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{t('overview.nothing')}</span>
    </span>
  )
}

/** A text that may be absent. */
export const Words = ({ text }: { text: string }) => (text === '' ? <Nothing /> : text)

/** Names, one after another. */
export function Names({ names }: { names: readonly string[] }) {
  const text = names.join(', ')
  return text === '' ? <Nothing /> : <span title={text}>{text}</span>
}

/** What a server does, as a word and a shape: a filled square for the primary, hollow ones for who follows it. */
export function Role({ role }: { role: MaxScaleServer['role'] }) {
  const { t } = useTranslation()
  if (role === 'other') return <Nothing />
  return (
    <span className={styles.role} data-role={role}>
      {t(`overview.role.${role}`)}
    </span>
  )
}

/** MaxScale's own words, with a mark whose shape says what they mean. */
export function State({ state, condition }: { state: string; condition: MaxScaleServer['condition'] }) {
  return (
    <span className={styles.state} data-condition={condition}>
      {state}
    </span>
  )
}

/** Machine text that may be long: cut with an ellipsis, whole in its tip and on the clipboard. */
export function Code({ text, copyLabel, width = 'usual' }: { text: string; copyLabel?: string; width?: 'narrow' | 'usual' | 'whole' }) {
  if (text === '') return <Nothing />
  return (
    <span className={styles.code} data-width={width}>
      <code title={text}>{text}</code>
      {copyLabel && <CopyButton text={text} label={copyLabel} />}
    </span>
  )
}
