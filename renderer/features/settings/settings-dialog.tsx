import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { AppInfo } from '../../../shared/contract/app.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { LogLevel } from '../../../shared/model/log-level.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { Select } from '../../ui/select.tsx'
import { NumberSetting } from './number-setting.tsx'
import { Row, Section } from './setting-row.tsx'
import { changeSettings, type SettingsDependencies } from './settings-actions.ts'
import { UpdatesSection } from './updates-section.tsx'
import type { UpdatesStore } from './updates-store.ts'
import styles from './settings-dialog.module.css'

interface SettingsDialogProps extends SettingsDependencies {
  info: AppInfo | null
  updates: UpdatesStore
  /** Where secrets are kept; drawn by the vault feature. */
  vaultSection: ReactNode
  /** Opens the dialog of the support bundle. */
  onSupport: () => void
  onClose: () => void
}

/** Everything that can be set; each change takes effect at once. */
export function SettingsDialog({ info, updates, vaultSection, onSupport, onClose, ...dependencies }: SettingsDialogProps) {
  const { t } = useTranslation()
  const settings = useStore(dependencies.settings)
  const [failure, setFailure] = useState<Failure | null>(null)
  const change = async (next: Partial<Settings>) => {
    const result = await changeSettings(dependencies, next)
    setFailure(result.ok ? null : result.failure)
  }
  return (
    <Dialog open size="large" onClose={onClose} title={t('settings.title')}>
      <div className={styles.sections}>
        <Section title={t('settings.appearance')}>
          <Row label={t('settings.theme.label')} text={t('settings.theme.text')}>
            <Select
              label={t('settings.theme.label')}
              value={settings.theme}
              onChange={(theme) => void change({ theme })}
              options={(['system', 'light', 'dark', 'contrast'] as const).map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
            />
          </Row>
          <Row label={t('settings.locale.label')} text={t('settings.locale.text')}>
            <Select
              label={t('settings.locale.label')}
              value={settings.locale}
              onChange={(locale) => void change({ locale })}
              options={[
                { value: 'system', label: t('settings.locale.system') },
                { value: 'en', label: 'English' },
                { value: 'zh-CN', label: '简体中文' },
              ]}
            />
          </Row>
        </Section>
        <Section title={t('settings.queries')}>
          <Row label={t('settings.rowLimit.label')} text={t('settings.rowLimit.text')}>
            <NumberSetting
              label={t('settings.rowLimit.label')}
              value={settings.rowLimit}
              least={1}
              most={1_000_000}
              onChange={(rowLimit) => void change({ rowLimit })}
            />
          </Row>
          <Row label={t('settings.fontSize.label')} text={t('settings.fontSize.text')}>
            <NumberSetting
              label={t('settings.fontSize.label')}
              value={settings.editorFontSize}
              least={10}
              most={28}
              onChange={(editorFontSize) => void change({ editorFontSize })}
            />
          </Row>
          <Row label={t('settings.editorInput.label')} text={t('settings.editorInput.text')}>
            <Select
              label={t('settings.editorInput.label')}
              value={settings.editorInput}
              onChange={(editorInput) => void change({ editorInput })}
              options={(['compatible', 'editContext'] as const).map((value) => ({ value, label: t(`settings.editorInput.${value}`) }))}
            />
          </Row>
        </Section>
        <Section title={t('settings.secrets')}>
          {vaultSection}
          <Row label={t('settings.lockAfter.label')} text={t('settings.lockAfter.text')}>
            <Select
              label={t('settings.lockAfter.label')}
              value={lockTimes.find((time) => Number(time) === settings.lockAfterMinutes) ?? '0'}
              onChange={(time) => void change({ lockAfterMinutes: minutesOf[time] })}
              options={lockTimes.map((value) => ({ value, label: value === '0' ? t('settings.lockAfter.never') : t('settings.lockAfter.minutes', { count: Number(value) }) }))}
            />
          </Row>
          <Checkbox
            label={t('settings.lockAway.label')}
            hint={t(`settings.lockAway.${awayOf(info)}`)}
            checked={settings.lockWhenAway}
            onChange={(lockWhenAway) => void change({ lockWhenAway })}
          />
        </Section>
        <Section title={t('settings.diagnostics')}>
          <Row label={t('settings.logLevel.label')} text={t('settings.logLevel.text')}>
            <Select
              label={t('settings.logLevel.label')}
              value={settings.logLevel}
              onChange={(logLevel) => void change({ logLevel })}
              options={LogLevel.options.map((value) => ({ value, label: t(`settings.logLevel.${value}`) }))}
            />
          </Row>
          <Row label={t('settings.support.label')} text={t('settings.support.text')}>
            <Button onClick={onSupport}>{t('settings.support.action')}</Button>
          </Row>
        </Section>
        <Section title={t('settings.updates.title')}>
          <UpdatesSection rpc={dependencies.rpc} updates={updates} settings={settings} onChange={(next) => void change(next)} />
        </Section>
        {info && (
          <Section title={t('settings.about')}>
            <About info={info} />
          </Section>
        )}
        {failure && <FailureView failure={failure} place="inline" />}
      </div>
    </Dialog>
  )
}

const minutesOf = { '0': 0, '5': 5, '15': 15, '60': 60 } as const satisfies Record<string, Settings['lockAfterMinutes']>
const lockTimes = ['0', '5', '15', '60'] as const satisfies (keyof typeof minutesOf)[]

/** What the host is told of a person who leaves. */
function awayOf(info: AppInfo | null): 'text' | 'browser' | 'linux' {
  if (info?.host !== 'electron') return 'browser'
  return info.platform.startsWith('linux') ? 'linux' : 'text'
}

function About({ info }: { info: AppInfo }) {
  const { t } = useTranslation()
  const lines = [
    [t('settings.version'), `Tessera ${info.version}`],
    [t('settings.host'), t(`settings.hosts.${info.host}`)],
    [t('settings.platform'), info.platform],
    [t('settings.sandbox'), t(`settings.sandboxStates.${info.sandbox.state}`)],
    [t('settings.licence'), 'MIT'],
  ] as const
  return (
    <div className={styles.about}>
      <dl>
        {lines.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <CopyButton text={lines.map(([label, text]) => `${label}: ${text}`).join('\n')}>{t('common.copy')}</CopyButton>
    </div>
  )
}
