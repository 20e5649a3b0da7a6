import { useEffect } from 'react'
import { matchesKeys } from '../ui/shortcut.ts'
import { commands, isAvailable } from './commands.ts'
import type { Dependencies } from './dependencies.ts'
import { focusWork, watchRegions } from './regions.ts'

/** Monaco calls its find bar a dialog and keeps it in the page once it was open: that is part of the editor. */
const isDialogOpen = () =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="alertdialog"]')].some(
    (element) => !element.closest('.monaco-editor') && element.checkVisibility(),
  )

/**
 * Binds every command's keys. In the capture phase, so that they also hold while the editor has the focus; not while
 * a dialog or a menu is open, which have keys of their own. Esc, where nobody else wanted it, leads back to the work.
 */
export function useKeyBindings(dependencies: Dependencies): void {
  useEffect(() => {
    const onCommandKey = (event: KeyboardEvent) => {
      if (isDialogOpen()) return
      const command = commands.find(({ keys }) => keys && matchesKeys(event, keys))
      if (!command || !isAvailable(command, dependencies)) return
      event.preventDefault()
      event.stopPropagation()
      command.run(dependencies)
    }
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) return
      if (!event.target.closest('[data-region="rail"], [data-region="side"], [data-region="notices"], [data-region="status"]')) return
      focusWork(dependencies.query)
    }
    window.addEventListener('keydown', onCommandKey, { capture: true })
    window.addEventListener('keydown', onEscape)
    const unwatch = watchRegions()
    return () => {
      window.removeEventListener('keydown', onCommandKey, { capture: true })
      window.removeEventListener('keydown', onEscape)
      unwatch()
    }
  }, [dependencies])
}
