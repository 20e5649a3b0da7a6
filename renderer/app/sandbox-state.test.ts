import { expect, test } from 'vitest'
import type { AppInfo, SandboxState } from '../../shared/contract/app.ts'
import { type Connection, usualNetwork } from '../../shared/model/connection.ts'
import { failureOf } from '../../shared/model/failure.ts'
import { connectionId } from '../../shared/model/ids.ts'
import { sandboxState } from './sandbox-state.ts'

const info = (sandbox: SandboxState): AppInfo => ({ version: '0.0.0', host: 'browser', platform: '', sandbox, warnings: [] })
const ready: SandboxState = { state: 'ready', engine: 'sqlite' }
const connection = (sandbox: boolean): Connection => ({
  id: connectionId(sandbox ? 'sandbox-drds' : 'own'),
  settings: { kind: 'drds', ...usualNetwork, name: 'Instances', environment: 'development', readOnly: false, accessKeyId: 'id', regionId: 'cn-hangzhou', endpoint: '', format: 'JSON', passwordPlace: 'body', timeoutSeconds: 30 },
  sandbox,
  secrets: {},
})

test('a sandbox that opened nothing: it is not ready before its connections are in the list', () => {
  expect(sandboxState(info(ready), { state: 'loading' })).toEqual({ state: 'starting' })
  expect(sandboxState(info(ready), { state: 'ready', connections: [connection(false)] })).toEqual({ state: 'starting' })
  expect(sandboxState(info(ready), { state: 'ready', connections: [connection(false), connection(true)] })).toEqual(ready)
})

test('what main says of the sandbox stands where it is not ready, and where the list cannot be had', () => {
  const failed: SandboxState = { state: 'failed', reason: 'no space' }
  expect(sandboxState(null, { state: 'loading' })).toEqual({ state: 'starting' })
  expect(sandboxState(info(failed), { state: 'loading' })).toEqual(failed)
  expect(sandboxState(info({ state: 'off' }), { state: 'ready', connections: [] })).toEqual({ state: 'off' })
  expect(sandboxState(info(ready), { state: 'failed', failure: failureOf('internal', 'internal.defect') })).toEqual(ready)
})
