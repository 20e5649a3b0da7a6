import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { SplitGroup, SplitPanel, Splitter, usePanelRef } from '../ui/splitter.tsx'
import { Toaster } from '../ui/toast.tsx'
import { useDependencies } from './dependencies.ts'
import { MainArea } from './main-area.tsx'
import { Rail } from './rail.tsx'
import { focusWork } from './regions.ts'
import { layoutNames } from './shell-store.ts'
import { setSideOpen, useSideOpen } from './side-state.ts'
import { SidePanel } from './side-panel.tsx'
import { StartWarnings } from './start-warnings.tsx'
import { StatusBar } from './status-bar.tsx'
import { useWelcome } from './use-welcome.ts'
import styles from './layout.module.css'

const NARROWEST = 190
const WIDEST = 520
const USUAL = 256

/** Rail · side panel · main area, and the notices and the status bar beneath; sizes are kept with the workspace. */
export function Layout() {
  const { t } = useTranslation()
  const dependencies = useDependencies()
  const { query } = dependencies
  const welcome = useWelcome()
  const side = usePanelRef()
  const open = useSideOpen()
  const kept = query.store.getState().layout[layoutNames.sideWidth]
  const width = typeof kept === 'number' ? kept : USUAL

  useEffect(() => {
    const panel = side.current
    if (!panel || panel.isCollapsed() !== open) return
    if (open) panel.resize(width)
    else panel.collapse()
  }, [side, open, width])

  /** At the end of a drag: on its way to being closed the panel is narrower than anybody wants it back. */
  const onResized = () => {
    const pixels = side.current?.getSize().inPixels
    if (pixels === undefined) return
    const shown = pixels > 0
    if (shown) query.setLayout(layoutNames.sideWidth, Math.round(pixels))
    if (shown !== open) setSideOpen(dependencies, shown)
  }
  return (
    <div className={styles.app}>
      {!welcome && <h1 className="visually-hidden">Tessera</h1>}
      <StartWarnings />
      <Rail welcome={welcome} />
      <SplitGroup className={styles.work} orientation="horizontal" onLayoutChanged={(_layout, meta) => meta.isUserInteraction && onResized()}>
        <SplitPanel
          id="side"
          panelRef={side}
          collapsible
          minSize={NARROWEST}
          maxSize={WIDEST}
          defaultSize={open ? width : 0}
          groupResizeBehavior="preserve-pixel-size"
        >
          {open && (
            <aside className={styles.fill} data-region="side" aria-label={t('shell.sidePanel')}>
              <SidePanel />
            </aside>
          )}
        </SplitPanel>
        <Splitter label={t('shell.resizeSide')} />
        <SplitPanel id="main" minSize={320}>
          <main className={styles.fill} data-region="main" aria-label={t('shell.main')}>
            <MainArea welcome={welcome} />
          </main>
        </SplitPanel>
      </SplitGroup>
      <Toaster label={t('common.notices')} onLeave={() => focusWork(query)} />
      <StatusBar welcome={welcome} />
    </div>
  )
}
