import { Cloud, Database, Network, type LucideIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signsInToProxy, type Connection, type ConnectionKind } from '../../../shared/model/connection.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { Button } from '../../ui/button.tsx'
import { CancelButton, Dialog } from '../../ui/dialog.tsx'
import { FailureView } from '../../ui/failure-view.tsx'
import { CertificateDialog } from './certificate-dialog.tsx'
import { addressOf, checkDraft, checkWay, holds, type ConnectionDraft } from './connection-draft.ts'
import type { Section } from './connection-fields.ts'
import { ConnectionForm } from './connection-form.tsx'
import { readCertificate, saveConnection, testConnection, type ConnectionsDependencies } from './connections-actions.ts'
import { TestPanel, type TestState } from './test-panel.tsx'
import { useCertificate } from './use-certificate.ts'
import styles from './connection-dialog.module.css'

interface ConnectionDialogProps extends ConnectionsDependencies {
  draft: ConnectionDraft
  /** Makes sure that secrets can be kept; false when the person thought better of it. */
  ensureVault: () => Promise<boolean>
  /** Makes sure that stored secrets can be used; false when the person thought better of it. */
  unlockVault: () => Promise<boolean>
  onSaved: (connection: Connection) => void
  onClose: () => void
}

type SaveState = { state: 'idle' } | { state: 'saving' } | { state: 'failed'; failure: Failure }

/** Creates or edits one connection, and tries it before it is saved. */
export function ConnectionDialog({ draft: start, ensureVault, unlockVault, onSaved, onClose, ...dependencies }: ConnectionDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(start)
  const [shownProblems, setShownProblems] = useState<'touched' | 'all'>('touched')
  const [test, setTest] = useState<TestState>({ state: 'idle' })
  const [save, setSave] = useState<SaveState>({ state: 'idle' })
  const [openSections, setOpenSections] = useState<ReadonlySet<Section>>(new Set())
  const justPinned = useRef(false)
  const latestTest = useRef(0)
  const form = useRef<HTMLFormElement>(null)
  const checked = checkDraft(draft)
  const baseUrl = addressOf(draft)
  const regionId = draft.values.regionId?.trim()
  const { certificate, open: openCertificate, close: closeCertificate } = useCertificate()
  const setSectionOpen = (section: Section, open: boolean) =>
    setOpenSections((before) => new Set(open ? [...before, section] : [...before].filter((one) => one !== section)))

  const change = (next: ConnectionDraft) => {
    latestTest.current += 1 // an answer about earlier values says nothing about these
    setTest({ state: 'idle' })
    setSave({ state: 'idle' })
    setDraft(next)
  }
  const showProblems = () => {
    setShownProblems('all')
    // Once they are drawn: the first may be out of sight.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const onTest = async () => {
    if (!checked.ok) return showProblems()
    const wantsStored = draft.held.some((name) => !checked.secrets[name] && holds(draft, name))
    if (wantsStored && !(await unlockVault())) return
    const run = (latestTest.current += 1)
    setTest({ state: 'running', startedAt: performance.now() })
    const result = await testConnection(dependencies, draft.connectionId, checked.settings, checked.secrets)
    if (latestTest.current !== run) return
    setTest(result.ok ? { state: 'passed', report: result.value } : { state: 'failed', failure: result.failure })
  }
  const onSave = async () => {
    if (!checked.ok) return showProblems()
    if (Object.keys(checked.secrets).length > 0 && !(await ensureVault())) return
    setSave({ state: 'saving' })
    const result = await saveConnection(dependencies, draft.connectionId, checked.settings, checked.secrets)
    if (result.ok) return onSaved(result.value)
    setSave({ state: 'failed', failure: result.failure })
  }
  const showCertificate = async () => {
    const way = checkWay(draft)
    if (!way.ok) return showProblems()
    // A proxy's password that was not typed is the stored one.
    if (signsInToProxy(way.settings) && !way.secrets.proxyPassword && !(await unlockVault())) return
    await openCertificate(() => readCertificate(dependencies, draft.connectionId, { baseUrl, ...(regionId && { regionId }) }, way.settings, way.secrets))
  }
  const onPin = (fingerprint: string) => {
    change({ ...draft, values: { ...draft.values, pinnedCertificate: fingerprint } })
    setSectionOpen('security', true)
    closeCertificate()
    justPinned.current = true
  }
  /** Where the pin went, since the button that led here may be gone. */
  const focusPin = () => {
    const field = justPinned.current ? form.current?.querySelector<HTMLElement>('[name=pinnedCertificate]') : null
    justPinned.current = false
    field?.focus()
    return field !== null && field !== undefined
  }
  return (
    <>
      <Dialog
        open
        isForm
        isFilled={JSON.stringify(draft) !== JSON.stringify(start)}
        size="large"
        onClose={onClose}
        title={draft.connectionId ? t('connections.dialog.edit', { name: start.name }) : t(`connections.dialog.new.${draft.kind}`)}
        description={t(`connections.kindText.${draft.kind}`)}
        notice={
          <>
            <TestPanel test={test} expires={draft.expires} onStop={() => change(draft)} onShowCertificate={() => void showCertificate()} />
            {save.state === 'failed' && <FailureView failure={save.failure} place="inline" />}
          </>
        }
        actions={
          <>
            <Button onClick={() => void onTest()} disabled={test.state === 'running'} className={styles.test}>
              {t('connections.test.run')}
            </Button>
            <CancelButton />
            <Button tone="primary" onClick={() => void onSave()} disabled={save.state === 'saving'}>
              {draft.connectionId ? t('connections.dialog.save') : t('connections.dialog.create')}
            </Button>
          </>
        }
      >
        <form
          ref={form}
          onSubmit={(event) => {
            event.preventDefault()
            void onSave()
          }}
        >
          <ConnectionForm
            rpc={dependencies.rpc}
            draft={draft}
            onChange={change}
            problems={checked.ok ? [] : checked.problems}
            show={shownProblems}
            openSections={openSections}
            onSectionOpen={setSectionOpen}
            unlockVault={unlockVault}
            onShowCertificate={() => void showCertificate()}
          />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </form>
      </Dialog>
      {certificate.state !== 'closed' && (
        <CertificateDialog
          certificate={certificate}
          host={URL.canParse(baseUrl) ? new URL(baseUrl).host : (regionId ?? '')}
          file={draft.kind === 'maxscale' ? 'admin_ssl_cert' : 'certificate'}
          pinned={draft.values.pinnedCertificate?.trim().toUpperCase() ?? ''}
          onRetry={() => void showCertificate()}
          onPin={onPin}
          onClose={closeCertificate}
          onReturnFocus={focusPin}
        />
      )}
    </>
  )
}

const kinds = [
  { kind: 'dms', icon: Cloud },
  { kind: 'maxscale', icon: Network },
  { kind: 'drds', icon: Database },
] as const satisfies { kind: ConnectionKind; icon: LucideIcon }[]

/** The first step of a new connection: what is it to? */
export function KindDialog({ onChoose, onClose }: { onChoose: (kind: ConnectionKind) => void; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open onClose={onClose} title={t('connections.chooseKind.title')} description={t('connections.chooseKind.text')}>
      <ul className={styles.kinds}>
        {kinds.map(({ kind, icon: Icon }) => (
          <li key={kind}>
            <button type="button" onClick={() => onChoose(kind)}>
              <Icon size={20} aria-hidden="true" />
              <span>
                <strong>{t(`connections.kindName.${kind}`)}</strong>
                <span>{t(`connections.kindText.${kind}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
