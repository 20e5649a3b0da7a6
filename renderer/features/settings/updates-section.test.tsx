// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Request } from '../../../shared/contract/contract.ts'
import { defaultSettings, type Settings } from '../../../shared/contract/settings.ts'
import type { UpdateState } from '../../../shared/contract/updates.ts'
import { failureOf } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import { startI18n } from '../../i18n/i18n.ts'
import { createRpc } from '../../rpc/client.ts'
import { UpdatesSection } from './updates-section.tsx'
import { createUpdatesStore } from './updates-store.ts'

beforeEach(() => startI18n('en'))
afterEach(cleanup)

const offer = { version: '1.1.0', notes: 'Faster grids.', sizeBytes: 120_000_000, releasedAt: '2026-12-01T08:00:00Z' }

function show(update: UpdateState, { settings = {}, answer }: { settings?: Partial<Settings>; answer?: Result<UpdateState> } = {}) {
  const sent: Request[] = []
  const changes: Partial<Settings>[] = []
  const rpc = createRpc({
    invoke: (request) => {
      sent.push(request)
      return Promise.resolve(answer ?? { ok: true, value: update })
    },
    subscribe: () => () => {},
  })
  const updates = createUpdatesStore()
  updates.setState({ update })
  render(<UpdatesSection rpc={rpc} updates={updates} settings={{ ...defaultSettings, ...settings }} onChange={(change) => changes.push(change)} />)
  return { actions: () => sent.map(({ action, input }) => [action, input]), changes }
}
const buttons = () => screen.queryAllByRole('button').map((button) => button.textContent).filter((text) => text !== 'When I ask')
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('drawing the section asks nobody for anything', () => {
  expect(show({ state: 'unknown' }).actions()).toEqual([])
})

describe('each step is a button, and there is none that does nothing', () => {
  test.each<[UpdateState, string, string[]]>([
    [{ state: 'unknown' }, 'Not checked yet.', ['Check now']],
    [{ state: 'checking' }, 'Checking…', ['Check now', 'Cancel']],
    [{ state: 'current', latest: '1.0.0' }, 'You have the newest version. The address offers 1.0.0.', ['Check now']],
    [{ state: 'staged', version: '1.1.0' }, 'Version 1.1.0 is handed out step by step; it is not this installation’s turn yet.', ['Check now']],
    [{ state: 'offered', offer }, 'Version 1.1.0 is available. 120.0 MB 2026-12-01', ['Download']],
    [{ state: 'downloading', offer, receivedBytes: 30_000_000 }, 'Downloading 1.1.0: 25% of 120.0 MB', ['Cancel']],
    [{ state: 'downloaded', offer }, 'Version 1.1.0 is downloaded and checked.', ['Install when I quit', 'Quit and install']],
    [{ state: 'onQuit', offer }, 'Version 1.1.0 is installed when you quit Tessera. Your tabs are kept.', ['Quit and install']],
  ])('%o', (update, words, expected) => {
    show(update)
    expect(screen.getByRole('status').textContent).toBe(words)
    expect(buttons()).toEqual(expected)
  })

  test('and calls what it says', () => {
    const offered = show({ state: 'offered', offer })
    expect((screen.getByLabelText('What is new in 1.1.0') as HTMLTextAreaElement).value).toBe('Faster grids.')
    press('Download')
    expect(offered.actions()).toEqual([['download', {}]])
    cleanup()
    const downloaded = show({ state: 'downloaded', offer })
    press('Install when I quit')
    press('Quit and install')
    expect(downloaded.actions()).toEqual([['install', { now: false }], ['install', { now: true }]])
  })
})

test('what failed is said; what a person cancelled is not', async () => {
  show({ state: 'unknown' }, { answer: { ok: false, failure: failureOf('server', 'updates.notSigned', { params: { host: 'mirror.corp' } }) } })
  press('Check now')
  expect((await screen.findByRole('alert')).textContent).toContain('What mirror.corp offers as an update is not signed by the makers of Tessera.')
  cleanup()
  show({ state: 'checking' }, { answer: { ok: false, failure: failureOf('cancelled', 'updates.cancelled') } })
  press('Cancel')
  await Promise.resolve()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('an address is kept when it is one and the field is left, and until then it is said why not', () => {
  const { changes } = show({ state: 'unknown' })
  const field = screen.getByLabelText('Address of updates')
  for (const wrong of ['', 'mirror', 'ftp://mirror.corp/', 'https://user:secret@mirror.corp/', 'https://mirror.corp/?a=b', 'file:///tmp', 'javascript:alert(1)']) {
    fireEvent.change(field, { target: { value: wrong } })
    fireEvent.blur(field)
    expect(screen.getByRole('alert').textContent).toMatch(/^Enter an address such as/)
  }
  fireEvent.change(field, { target: { value: ' http://10.0.0.7:8080/tessera ' } })
  expect([screen.queryByRole('alert'), changes]).toEqual([null, []])
  fireEvent.blur(field)
  expect(changes).toEqual([{ updateFeed: 'http://10.0.0.7:8080/tessera' }])
})

test('switched off there is nothing to press', () => {
  show({ state: 'unknown' }, { settings: { updateChecks: 'off' } })
  expect([screen.queryByRole('status'), screen.queryByRole('button', { name: 'Check now' })]).toEqual([null, null])
})

test('a copy that is not replaced from inside says how it is updated, in both languages', async () => {
  show({ state: 'elsewhere', why: 'browser' })
  expect(screen.getByText(/updated the way it was installed/)).toBeTruthy()
  cleanup()
  await startI18n('zh-CN')
  show({ state: 'elsewhere', why: 'unpacked' })
  expect(screen.getByText(/请解压新的压缩包/)).toBeTruthy()
})
