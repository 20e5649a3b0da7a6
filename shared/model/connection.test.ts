import { describe, expect, it } from 'vitest'
import { ConnectionSettings } from './connection.ts'

const common = { name: 'orders', environment: 'production', readOnly: false, timeoutSeconds: 60 }
const withAddress = (address: string) => [
  { ...common, kind: 'dms', endpoint: address, accessId: 'id', schema: '', collaboration: 'secure' },
  { ...common, kind: 'drds', endpoint: address, accessKeyId: 'id', regionId: 'cn-hangzhou', format: 'JSON' },
  { ...common, kind: 'maxscale', baseUrl: address, restUser: 'admin', target: 'rw', databaseUser: 'dba', database: '' },
]

describe('an address of a connection', () => {
  it.each(['https://dp-1.proxy.dms.aliyuncs.com', 'http://127.0.0.1:8989/', 'http://[::1]:8989/v1', 'https://网关.example/a/b'])('may be %s', (address) => {
    for (const settings of withAddress(address)) expect(ConnectionSettings.safeParse(settings).success).toBe(true)
  })

  it.each([
    'https://admin:hush@maxscale:8989',
    'https://admin@maxscale:8989/',
    'https://dp.example/server/db?accessId=user&accessSecret=hush',
    'https://dp.example#accessSecret=hush',
    String.raw`https:\\admin:hush@host`,
    'https:admin:hush@host',
    'ftp://host',
    'host:8989',
  ])('carries no credentials into what is stored in clear: %s', (address) => {
    for (const settings of withAddress(address)) {
      const parsed = ConnectionSettings.safeParse(settings)
      expect(parsed.error?.issues[0]?.code).toBe('invalid_format')
      expect(JSON.stringify(parsed.error)).not.toContain('hush')
    }
  })
})
