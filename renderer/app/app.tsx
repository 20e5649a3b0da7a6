import { useStore } from 'zustand'
import { CallsProvider } from '../features/drds/requests/calls-store.ts'
import { FailureView } from '../ui/failure-view.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { DefectBoundary } from './defect-boundary.tsx'
import { DependenciesProvider, type Dependencies } from './dependencies.ts'
import { Dialogs } from './dialogs.tsx'
import { Layout } from './layout.tsx'
import { useAppearance } from './use-appearance.ts'
import { useKeyBindings } from './use-key-bindings.ts'

export function App({ dependencies }: { dependencies: Dependencies }) {
  useAppearance(dependencies)
  const loading = useStore(dependencies.query.store, (state) => state.loading)
  useKeyBindings(dependencies)
  return (
    <DependenciesProvider value={dependencies}>
      <TooltipProvider delayDuration={500} skipDelayDuration={200}>
        {loading.kind === 'loading' && <Skeleton rows={7} />}
        {loading.kind === 'failed' && (
          <FailureView failure={loading.failure} onRetry={() => void dependencies.query.load()} />
        )}
        {loading.kind === 'ready' && (
          <DefectBoundary>
            <CallsProvider value={dependencies.drdsCalls}>
              <Layout />
            </CallsProvider>
          </DefectBoundary>
        )}
        <Dialogs />
      </TooltipProvider>
    </DependenciesProvider>
  )
}
