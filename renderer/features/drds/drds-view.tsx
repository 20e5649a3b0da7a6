import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { Rpc } from '../../../shared/contract/contract.ts'
import type { Connection, DrdsSettings } from '../../../shared/model/connection.ts'
import type { ChangeOutcome, DrdsChange } from '../../../shared/model/drds-change.ts'
import type { DrdsLinkTarget } from '../../../shared/model/drds-link.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { assertNever } from '../../../shared/model/never.ts'
import { matchesKeys } from '../../ui/shortcut.ts'
import { AuditPage } from './audit/audit-page.tsx'
import { DatabasePage } from './database/database-page.tsx'
import { BACK_KEYS, DrdsHead } from './drds-head.tsx'
import { DrdsPageProvider, type DrdsPage } from './drds-page.ts'
import { goBack, goTo, placeKey, type DrdsTab } from './drds-tabs.ts'
import { InstancePage } from './instance/instance-page.tsx'
import { InstancesPage } from './instances/instances-page.tsx'
import { lookInRegion } from './instances/instances-actions.ts'
import type { DrdsPreferences } from './instances/preferences.ts'
import { MapPage } from './map/map-page.tsx'
import type { TypedPasswords } from './plan/password-box.ts'
import { PlanDialog } from './plan/plan-dialog.tsx'
import { RequestsPage } from './requests/requests-page.tsx'
import type { TasksStore } from './tasks/tasks-store.ts'
import type { DrdsPlace } from './place.ts'
import styles from './drds-view.module.css'

interface DrdsViewProps {
  rpc: Rpc
  connection: Connection
  settings: DrdsSettings
  tasks: TasksStore
  tab: DrdsTab
  preferences: DrdsPreferences
  /** False while something else stands before it. */
  inFront: boolean
  sqlConnections: readonly Connection[]
  openQuery: (target: DrdsLinkTarget) => void
  renderFailure: (failure: Failure, onRetry: () => void) => ReactNode
}

interface Proposal {
  change: DrdsChange
  passwords: TypedPasswords
  /** Of the change that was proposed first, where this one takes it back. */
  outcome: ChangeOutcome | null
  answer: (outcome: ChangeOutcome | null) => void
}

/** What a tab on a DRDS account shows: where one is, and the page of that place. */
export function DrdsView(props: DrdsViewProps) {
  const { rpc, connection, settings, tasks, tab, preferences, inFront, sqlConnections, openQuery, renderFailure } = props
  const { place, wanted } = useStore(tab.places)
  const view = useRef<HTMLDivElement>(null)
  const heading = useArrival(place)
  const [proposed, setProposal] = useState<Proposal | null>(null)
  const proposal = proposed ?? (wanted && { change: wanted, passwords: {}, outcome: null, answer: () => tab.places.setState({ wanted: null }) })
  const go = useCallback((next: DrdsPlace) => goTo(tab.places, next), [tab])
  const back = useCallback(() => goBack(tab.places), [tab])
  useBackKey(view, inFront, back)
  const propose = useCallback((change: DrdsChange, passwords: TypedPasswords = {}) => new Promise<ChangeOutcome | null>((answer) => setProposal({ change, passwords, outcome: null, answer })), [])

  const page = useMemo<DrdsPage>(
    () => ({ rpc, connection, settings, tasks, go, propose, renderFailure, sqlConnections, openQuery }),
    [rpc, connection, settings, tasks, go, propose, renderFailure, sqlConnections, openQuery],
  )
  /** It may have been done: the list tells, and the form that asked for it must not ask again. */
  const onUnknown = ({ kind, at }: DrdsChange) => {
    if (kind !== 'createInstance') return
    tab.instances.setState({ isCreating: false })
    lookInRegion({ rpc, instances: tab.instances }, connection.id, at.regionId)
  }
  return (
    <DrdsPageProvider value={page}>
      <div ref={view} className={styles.view}>
        <DrdsHead heading={heading} tab={tab} onBack={back} />
        {/* No page asked for what was wanted outside: it is drawn anew when that is over, and reads what changed. */}
        <div key={`${placeKey(place)} ${wanted ? 'wanted' : ''}`} className={styles.page} data-region="drds">
          <Page place={place} tab={tab} preferences={preferences} inFront={inFront} />
        </div>
      </div>
      {proposal && (
        <PlanDialog
          key={proposal.outcome ? 'inverse' : 'change'}
          change={proposal.change}
          passwords={proposal.passwords}
          hasForm={proposed !== null && proposal.outcome === null}
          onUnknown={onUnknown}
          onClose={(outcome) => {
            setProposal(null)
            proposal.answer(proposal.outcome ?? outcome)
          }}
          onTakeBack={(inverse, outcome) => setProposal({ ...proposal, change: inverse, passwords: {}, outcome: proposal.outcome ?? outcome })}
        />
      )}
    </DrdsPageProvider>
  )
}

function Page({ place, tab, preferences, inFront }: { place: DrdsPlace; tab: DrdsTab; preferences: DrdsPreferences; inFront: boolean }) {
  switch (place.page) {
    case 'instances':
      return <InstancesPage instances={tab.instances} preferences={preferences} inFront={inFront} />
    case 'instance':
      return <InstancePage regionId={place.regionId} instanceId={place.instanceId} instances={tab.instances} inFront={inFront} />
    case 'database': {
      const { regionId, instanceId, database } = place
      return <DatabasePage at={{ regionId, instanceId, database }} inFront={inFront} />
    }
    case 'map':
      return <MapPage />
    case 'requests':
      return <RequestsPage />
    case 'audit':
      return <AuditPage />
    default:
      return assertNever(place)
  }
}

/** After a step the place's heading has the focus, so that a screen reader says where one is; not when the tab is opened. */
function useArrival(place: DrdsPlace) {
  const heading = useRef<HTMLHeadingElement>(null)
  const key = placeKey(place)
  const shown = useRef(key)
  useEffect(() => {
    if (shown.current === key) return
    shown.current = key
    heading.current?.focus()
  }, [key])
  return heading
}

/** Alt+Left leads back, as in a browser; not from another part of the window, and not while a dialog or menu is open. */
function useBackKey(view: RefObject<HTMLDivElement | null>, active: boolean, back: () => void) {
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent) => {
      if (!matchesKeys(event, BACK_KEYS)) return
      const at = document.activeElement
      if (at && at !== document.body && !view.current?.contains(at)) return
      event.preventDefault()
      back()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view, active, back])
}
