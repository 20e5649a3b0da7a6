import type { TFunction } from 'i18next'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rpc } from '../../../shared/contract/contract.ts'
import { Environment, type SecretName } from '../../../shared/model/connection.ts'
import { assertNever } from '../../../shared/model/never.ts'
import { addressLabel } from '../../../shared/model/secret-binding.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AuthorityField } from './authority-field.tsx'
import { fieldsOf, setIn, type FieldName, type FieldSpec, type Section } from './connection-fields.ts'
import { checkRest, entryProblems, holds, isPlainHttp, leftBehind, type ConnectionDraft, type DraftField } from './connection-draft.ts'
import { listTargets } from './connections-actions.ts'
import { dayWords } from './expiry-words.ts'
import { FoldedSection } from './folded-section.tsx'
import { ChoiceField, LineField, SecretField, type FieldProps } from './setting-field.tsx'
import { TargetField, type AskForTargets } from './target-field.tsx'
import styles from './connection-form.module.css'

interface ConnectionFormProps {
  rpc: Rpc
  draft: ConnectionDraft
  onChange: (draft: ConnectionDraft) => void
  problems: DraftField[]
  /** `touched`: a field complains once it was typed in and left; `all`: after an attempt to save. */
  show: 'touched' | 'all'
  openSections: ReadonlySet<Section>
  onSectionOpen: (section: Section, open: boolean) => void
  /** Makes sure that stored secrets can be used; false when the person thought better of it. */
  unlockVault: () => Promise<boolean>
  onShowCertificate: () => void
}

/** What read-only means differs: only MaxScale has a session that the server itself can keep from writing. */
const readOnlyHint = { dms: 'readOnlyDms', drds: 'readOnlyDrds', maxscale: 'readOnlyMaxscale' } as const

/** Every field of one kind of connection, with each field's own complaint. */
export function ConnectionForm({ rpc, draft, onChange, problems, show, openSections, onSectionOpen, unlockVault, onShowCertificate }: ConnectionFormProps) {
  const { t } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const [touched, setTouched] = useState<ReadonlySet<DraftField>>(new Set())
  const touch = (...fields: DraftField[]) => setTouched((before) => new Set([...before, ...fields]))
  const complains = (field: DraftField) => problems.includes(field) && (show === 'all' || touched.has(field))
  const specs = fieldsOf[draft.kind].filter(({ ofOwnProxy }: FieldSpec) => !ofOwnProxy || draft.values.proxy === 'own')

  const complainOf = (fields: DraftField[]) => {
    touch(...fields)
    // Once they are drawn.
    setTimeout(() => {
      const invalid = [...(root.current?.querySelectorAll<HTMLInputElement>('[aria-invalid="true"]') ?? [])]
      invalid.find(({ name }) => fields.some((field) => field === name))?.focus()
    })
  }
  const prepareTargets = async (): Promise<AskForTargets | null> => {
    const rest = checkRest(draft)
    if (!rest.ok) {
      complainOf(rest.problems)
      return null
    }
    if (!rest.secrets.restPassword && !(await unlockVault())) return null
    return () => listTargets({ rpc }, draft.connectionId, rest.settings, rest.secrets)
  }
  const showCertificate = () => {
    const wrong = problems.filter((field) => ['baseUrl', 'endpoint', 'proxyUrl', 'proxyUser', 'proxyPassword'].includes(field))
    if (wrong.length > 0) return complainOf(wrong)
    onShowCertificate()
  }

  const fieldFor = (spec: FieldSpec) => {
    if (spec.control === 'expiry') {
      return (
        <TextField
          type="date"
          // Four digits of a year: Chromium takes six, the contract does not.
          max="9999-12-31"
          name={spec.name}
          label={t(`connections.field.${spec.name}`)}
          hint={t('connections.hint.expires')}
          optional={t('common.optional')}
          value={draft.expires[spec.of] ?? ''}
          onChange={(day) => onChange({ ...draft, expires: { ...draft.expires, [spec.of]: day } })}
          onBlur={() => touch(spec.name)}
          error={complains(spec.name) ? t('connections.problem.expires') : undefined}
        />
      )
    }
    const isSecret = spec.control === 'secret'
    const field: FieldProps = {
      label: t(`connections.field.${spec.name}`),
      hint: (isSecret && !draft.secrets[spec.name] && leftBehindText(draft, spec.name, t)) || t(hintKey(draft, spec.name)),
      value: (isSecret ? draft.secrets[spec.name] : draft.values[spec.name]) ?? '',
      onChange: (value) =>
        onChange(isSecret ? { ...draft, secrets: { ...draft.secrets, [spec.name]: value } } : { ...draft, values: { ...draft.values, [spec.name]: value } }),
      onBlur: () => touch(spec.name),
      error: complains(spec.name) ? t(problemKey(draft, spec.name)) : undefined,
    }
    switch (spec.control) {
      case 'secret':
        return <SecretField {...field} name={spec.name} held={holds(draft, spec.name)} />
      case 'choice':
        return <ChoiceField {...field} spec={spec} />
      case 'text':
      case 'number':
        return <LineField {...field} spec={spec} />
      case 'target':
        return <TargetField {...field} placeholder={spec.placeholder} prepare={prepareTargets} onShowCertificate={onShowCertificate} />
      case 'authority':
        return <AuthorityField {...field} />
      case 'pin':
        return (
          <TextField
            {...field}
            mono
            name={spec.name}
            maxLength={200}
            optional={t('common.optional')}
            beside={<Button onClick={showCertificate}>{t('connections.certificate.show')}</Button>}
          />
        )
      default:
        return assertNever(spec)
    }
  }
  const drawn = (spec: FieldSpec) => (
    <div key={spec.name} className={spec.half ? styles.half : styles.wide}>
      {fieldFor(spec)}
    </div>
  )
  return (
    <div ref={root} className={styles.form}>
      <div className={styles.wide}>
        <TextField
          label={t('connections.field.name')}
          value={draft.name}
          onChange={(name) => onChange({ ...draft, name })}
          onBlur={() => touch('name')}
          maxLength={120}
          error={complains('name') ? t(problemKey(draft, 'name')) : undefined}
          autoFocus
        />
      </div>
      <div className={styles.environment} data-environment={draft.environment}>
        <span className={styles.caption}>{t('environment.label')}</span>
        <Segmented
          label={t('environment.label')}
          value={draft.environment}
          onChange={(environment) => onChange({ ...draft, environment })}
          options={Environment.options.map((value) => ({
            value, label: t(`environment.${value}`), mark: <EnvironmentMark environment={value} />,
          }))}
        />
        <Checkbox
          label={t('connections.readOnly')}
          hint={t(`connections.${readOnlyHint[draft.kind]}`)}
          checked={draft.readOnly}
          onChange={(readOnly) => onChange({ ...draft, readOnly })}
        />
      </div>
      {specs.filter(({ section }: FieldSpec) => !section).map(drawn)}
      {sections.map((section) => {
        const fields = specs.filter((spec: FieldSpec) => spec.section === section)
        return (
          <FoldedSection
            key={section}
            title={t(`connections.section.${section}`)}
            set={[...setIn(section, draft.kind, draft.values).map((name) => t(setKey(draft, name))), ...datesIn(fields, draft).map((day) => t('connections.set.expires', { day: dayWords(day) }))].join(' · ')}
            // A complaint is not hidden behind a closed title.
            open={openSections.has(section) || fields.some(({ name }) => complains(name))}
            onOpenChange={(open) => onSectionOpen(section, open)}
          >
            {fields.map(drawn)}
          </FoldedSection>
        )
      })}
    </div>
  )
}

/** Dates that are noted in a section. */
const datesIn = (fields: readonly FieldSpec[], { expires }: ConnectionDraft): string[] =>
  fields.flatMap((spec) => (spec.control === 'expiry' && expires[spec.of]) || [])

const sections = ['security', 'network'] as const satisfies readonly Section[]

/** A field that is set to something else than usual, in a word. */
const setKey = (draft: ConnectionDraft, name: FieldName) =>
  name === 'proxy' ? (draft.values.proxy === 'none' ? 'connections.set.proxyNone' : 'connections.set.proxyOwn') : (`connections.set.${name as SetField}` as const)
type SetField = 'signIn' | 'tokenPlace' | 'passwordPlace' | 'pinnedCertificate' | 'certificateAuthority'

/** The same name may mean two things: DRDS's endpoint is optional, DMS's is not, and only MaxScale waits without an end. */
function problemKey(draft: ConnectionDraft, name: FieldName | SecretName | 'name') {
  const entry = entryProblems(draft).get(name)
  if (entry && entry !== 'missing') return `connections.problem.entry.${entry}` as const
  if (name === 'endpoint' && draft.kind === 'drds') return 'connections.problem.drdsEndpoint'
  if (name === 'timeoutSeconds' && draft.kind === 'maxscale') return 'connections.problem.maxscaleTimeout'
  if ((name === 'certificateAuthority' || name === 'pinnedCertificate') && isPlainHttp(draft)) return 'connections.problem.trustNeedsTls'
  return `connections.problem.${name}` as const
}

/** Why a stored secret is asked for again; undefined where it is not. */
function leftBehindText(draft: ConnectionDraft, name: SecretName, t: TFunction): string | undefined {
  const left = leftBehind(draft, name)
  if (!left) return undefined
  const { change, was } = left
  const isId = change === 'user' && (name === 'accessSecret' || name === 'accessKeySecret')
  const place = { address: addressLabel(was), way: addressLabel(was), trust: addressLabel(was), user: was.user, target: was.target }[change]
  return t(`connections.secretLeftBehind.${isId ? 'id' : change}`, { was: place })
}

function hintKey(draft: ConnectionDraft, name: FieldName | SecretName) {
  if (name === 'timeoutSeconds' && draft.kind === 'maxscale') return 'connections.hint.maxscaleTimeout'
  if (name === 'proxy' && draft.values.proxy !== 'system') return draft.values.proxy === 'none' ? 'connections.hint.proxyNone' : 'connections.hint.proxyOwn'
  return `connections.hint.${name}` as const
}
