// @vitest-environment jsdom
import { expect, test } from 'vitest'
import type { AppInfo } from '../../shared/contract/app.ts'
import { sessionFor } from '../features/query/fixtures/memory-sessions.ts'
import { OpenModel } from '../features/query/fixtures/open-model.ts'
import { createAppInfoStore } from './app-info-store.ts'
import { warnWhenLeaving } from './warn-when-leaving.ts'

const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
const infoOf = (host: AppInfo['host']): AppInfo => ({ version: '1', host, platform: 'x', sandbox: { state: 'off' }, warnings: [] })

test('the desktop’s window asks while a transaction is open or a statement runs, and only then', async () => {
  const open = new OpenModel()
  await open.start('SELECT 1')
  const appInfo = createAppInfoStore()
  const stop = warnWhenLeaving({ appInfo, query: open.query })
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'maybe' }))
  expect(asks()).toBe(false)
  appInfo.setState({ info: infoOf('electron') })
  expect(asks()).toBe(true)
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'none' }))
  expect(asks()).toBe(false)
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'open' }))
  expect(asks()).toBe(true)
  open.server.sessions.change(open.active, null)
  void open.query.run(open.active, { kind: 'all' })
  expect(asks()).toBe(true)
  await open.server.answer({ ok: true, value: [] })
  expect(asks()).toBe(false)
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'open' }))
  stop()
  expect(asks()).toBe(false)
})

test('the browser’s page never asks: sessions outlive it', async () => {
  const open = new OpenModel()
  await open.start('SELECT 1')
  const appInfo = createAppInfoStore()
  appInfo.setState({ info: infoOf('browser') })
  const stop = warnWhenLeaving({ appInfo, query: open.query })
  open.server.sessions.change(open.active, sessionFor(open.active, { transaction: 'open' }))
  expect(asks()).toBe(false)
  stop()
})
