/** The desktop's adapter over the stand-in; not shown in Electron. */
import { expect, it, vi } from 'vitest'
import { powerMonitor } from '../../e2e/stand-in/electron.ts'
import { electronPlatform } from './electron-platform.ts'
import { createHandedFiles } from './handed-files.ts'

vi.mock('electron', () => import('../../e2e/stand-in/electron.ts'))

it('tells of sleep and of a locked screen until nobody asks any more', () => {
  const away = vi.fn<() => void>()
  const stop = electronPlatform('/nowhere', createHandedFiles()).onAway(away)
  powerMonitor.emit('suspend')
  powerMonitor.emit('lock-screen')
  expect(away).toHaveBeenCalledTimes(2)
  stop()
  powerMonitor.emit('suspend')
  expect(away).toHaveBeenCalledTimes(2)
})
