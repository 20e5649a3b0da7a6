import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { connectionsOf } from '../features/connections/connections-store.ts'
import { QueryWorkspace } from '../features/query/query-workspace.tsx'
import { ResultView } from '../features/results/result-view.tsx'
import { changeSettings } from '../features/settings/settings-actions.ts'
import { Welcome } from '../features/welcome/welcome.tsx'
import { keysOf } from './commands.ts'
import { ConnectionFailure } from './connection-failure.tsx'
import { DefectBoundary } from './defect-boundary.tsx'
import { useDependencies } from './dependencies.ts'
import { DrdsArea } from './drds-area.tsx'
import { LostSessionActions } from './lost-session-actions.tsx'
import styles from './main-area.module.css'
import { OverviewArea } from './overview-area.tsx'
import { startSandbox } from './sandbox-notices.ts'
import { useSandbox } from './sandbox-state.ts'
import { chooseKind, createConnection, leaveWelcome, showFailure, trySandbox } from './shell-actions.ts'

/** The welcome screen in front of the tabs, which stay mounted: the editor loads behind it and keeps its undo steps. */
export function MainArea({ welcome }: { welcome: boolean }) {
  return (
    <div className={styles.main}>
      <div className={styles.layer} inert={welcome} data-away={welcome || undefined}>
        <DefectBoundary>
          <Tabs welcome={welcome} />
        </DefectBoundary>
      </div>
      {welcome && (
        <div className={styles.layer}>
          <WelcomeArea />
        </div>
      )}
    </div>
  )
}

/** Queries with their results, overviews of MaxScale, and the instances of DRDS accounts. */
function Tabs({ welcome }: { welcome: boolean }) {
  const dependencies = useDependencies()
  const connections = connectionsOf(useStore(dependencies.connections))
  const settings = useStore(dependencies.settings)
  return (
    <QueryWorkspace
      model={dependencies.query}
      connections={connections}
      settings={settings}
      onRowLimitChange={(rowLimit) =>
        void changeSettings(dependencies, { rowLimit }).then((result) => !result.ok && showFailure(result.failure))
      }
      onAddConnection={() => chooseKind(dependencies)}
      renderResult={(result, context) => (
        <ResultView
          result={result}
          environment={context.connection?.settings.environment ?? 'development'}
          onGoTo={context.showInEditor}
          onRunSql={context.runSql}
          errorActions={context.lostSession && <LostSessionActions lost={context.lostSession} />}
        />
      )}
      renderFailure={(failure, context) => (
        <ConnectionFailure failure={failure} connection={context.connection} onRetry={context.runAgain} retryAsks={context.mayRepeat} lostSession={context.lostSession} />
      )}
      renderTab={(tab, connection) => {
        if (tab.view === 'overview') return <OverviewArea key={tab.id} tab={tab} connection={connection} inFront={!welcome} />
        if (connection?.settings.kind !== 'drds') return null
        return <DrdsArea key={`${tab.id} ${connection.id}`} tab={tab} connection={connection} settings={connection.settings} inFront={!welcome} />
      }}
    />
  )
}

const shown = [
  ['shell.palette', 'command.palette'],
  ['query.run', 'welcome.runHint'],
  ['shell.nextRegion', 'command.nextRegion'],
] as const

function WelcomeArea() {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const sandbox = useSandbox()
  return (
    <Welcome
      sandbox={sandbox}
      onSandbox={() => trySandbox(dependencies)}
      onStartSandbox={() => startSandbox(dependencies)}
      onConnect={(kind) => createConnection(dependencies, kind)}
      onLeave={() => leaveWelcome(dependencies)}
      shortcuts={shown.map(([id, title]) => ({ label: t(title), keys: keysOf(id) ?? '' }))}
    />
  )
}
