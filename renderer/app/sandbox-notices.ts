import i18next from 'i18next'
import { toast } from '../ui/toast.tsx'
import type { Dependencies } from './dependencies.ts'

const NOTICE = 'sandbox.stopped'

/** Starts the sandbox again; how that goes stands where its state does. */
export const startSandbox = ({ rpc }: Pick<Dependencies, 'rpc'>): void => void rpc.app.startSandbox({})

/** Says that the sandbox ended by itself, which else only its refused connections would tell. Answers how to stop. */
export function watchSandbox(dependencies: Pick<Dependencies, 'rpc' | 'appInfo'>): () => void {
  const { t } = i18next
  return dependencies.appInfo.subscribe(({ info }, { info: before }) => {
    const sandbox = info?.sandbox
    if (sandbox?.state === before?.sandbox.state) return
    if (sandbox?.state !== 'stopped') return toast.withdraw(NOTICE)
    toast.ask({
      id: NOTICE,
      text: t('connections.sandbox.stopped', { reason: sandbox.reason }),
      more: t('connections.sandbox.stoppedMore'),
      action: { label: t('connections.sandbox.again'), run: () => startSandbox(dependencies) },
      dismiss: { label: t('connections.sandbox.later'), run: () => undefined },
    })
  })
}
