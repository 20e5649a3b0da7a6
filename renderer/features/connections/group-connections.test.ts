import { expect, test } from 'vitest'
import { connectionId } from '../../../shared/model/ids.ts'
import { type Connection, type Environment, usualNetwork } from '../../../shared/model/connection.ts'
import { groupConnections, lacksSecret } from './group-connections.ts'

const dms = (name: string, environment: Environment): Connection => ({
  id: connectionId(name),
  sandbox: false,
  secrets: {},
  settings: {
    kind: 'dms', ...usualNetwork, name, environment, readOnly: false, endpoint: 'https://a.example', accessId: 'a', schema: '',
    collaboration: 'secure', timeoutSeconds: 60,
  },
})
const names = (connections: Connection[]) => connections.map(({ settings }) => settings.name)
const shop = [dms('node 10', 'development'), dms('node 9', 'development'), dms('zebra', 'production'), dms('amber', 'staging')]

test('inside a kind production comes first, then names as people count', () => {
  const [group] = groupConnections(shop, 'kind', '', 'en')
  expect(names(group?.connections ?? [])).toEqual(['zebra', 'amber', 'node 9', 'node 10'])
})

test('groups without members are not shown', () => {
  expect(groupConnections(shop, 'kind', '', 'en').map(({ key }) => key)).toEqual(['dms'])
  expect(groupConnections(shop, 'environment', 'node', 'en').map(({ key }) => key)).toEqual(['development'])
})

test('the sandbox never lacks a secret', () => {
  const [connection] = shop
  if (!connection) throw new Error('no connection')
  expect(lacksSecret(connection)).toBe(true)
  expect(lacksSecret({ ...connection, sandbox: true })).toBe(false)
  expect(lacksSecret({ ...connection, secrets: { accessSecret: 'stored' } })).toBe(false)
})
