import { describe, expect, it } from 'vitest'
import type { ConnectionKind, SecretName } from './connection.ts'
import { addressLabel, bindingChange, bindingOf, type BoundFields } from './secret-binding.ts'

const dms: BoundFields = { endpoint: 'https://dms.example', accessId: 'id', proxy: 'system' }
const drds: BoundFields = { endpoint: '', accessKeyId: 'key', proxy: 'system' }
const maxscale: BoundFields = { baseUrl: 'https://mx.example:8989', restUser: 'admin', target: 'rw', databaseUser: 'app', proxy: 'system' }
const plain: BoundFields = { ...maxscale, baseUrl: 'http://mx.example:8989' }
const proxied: BoundFields = { ...dms, proxy: 'own', proxyUrl: 'http://proxy.corp:3128', proxyUser: 'anna' }

const change = (kind: ConnectionKind, name: SecretName, was: BoundFields, now: object) => bindingChange(bindingOf(kind, was, name), bindingOf(kind, { ...was, ...now }, name))

describe('a secret belongs to where it was entered for', () => {
  it.each<[ConnectionKind, SecretName, BoundFields, object, string]>([
    ['dms', 'accessSecret', dms, { endpoint: 'https://other.example' }, 'address'],
    ['dms', 'accessSecret', dms, { endpoint: 'https://dms.example.' }, 'address'],
    ['dms', 'accessSecret', dms, { endpoint: 'https://dms.example:444' }, 'address'],
    ['dms', 'accessSecret', { ...dms, endpoint: 'https://stra\u00dfe.example' }, { endpoint: 'https://stra\u1e9ee.example' }, 'address'],
    ['dms', 'accessSecret', dms, { endpoint: 'http://dms.example' }, 'address'],
    ['dms', 'accessSecret', dms, { endpoint: 'https://dms.example/other' }, 'address'],
    ['dms', 'accessSecret', dms, { accessId: 'ID' }, 'user'],
    ['dms', 'accessSecret', dms, { pinnedCertificate: 'AA:BB' }, 'trust'],
    ['dms', 'accessSecret', { ...dms, pinnedCertificate: 'AA:BB' }, { pinnedCertificate: '' }, 'trust'],
    ['dms', 'accessSecret', dms, { certificateAuthority: 'PEM' }, 'trust'],
    ['dms', 'accessSecret', { ...dms, certificateAuthority: 'PEM' }, { certificateAuthority: 'PEM 2' }, 'trust'],
    ['drds', 'accessKeySecret', drds, { endpoint: 'https://drds.example' }, 'address'],
    ['drds', 'accessKeySecret', drds, { accessKeyId: 'key2' }, 'user'],
    ['maxscale', 'restPassword', maxscale, { baseUrl: 'https://mx.example' }, 'address'],
    ['maxscale', 'restPassword', maxscale, { restUser: 'root' }, 'user'],
    ['maxscale', 'databasePassword', maxscale, { baseUrl: 'https://mx2.example:8989' }, 'address'],
    ['maxscale', 'databasePassword', maxscale, { target: 'ro' }, 'target'],
    ['maxscale', 'databasePassword', maxscale, { databaseUser: 'root' }, 'user'],
    ['maxscale', 'restPassword', plain, { proxy: 'own', proxyUrl: 'http://evil:3128' }, 'way'],
    ['maxscale', 'restPassword', { ...plain, proxy: 'own', proxyUrl: 'a:1' }, { proxyUrl: 'a:2' }, 'way'],
    ['dms', 'proxyPassword', proxied, { proxyUrl: 'http://proxy.corp:3129' }, 'address'],
    ['dms', 'proxyPassword', proxied, { proxyUrl: 'socks5://proxy.corp:3128' }, 'address'],
    ['dms', 'proxyPassword', proxied, { proxyUser: 'bert' }, 'user'],
    ['dms', 'proxyPassword', { ...proxied, proxyUrl: 'https://proxy.corp' }, { certificateAuthority: 'PEM' }, 'trust'],
  ])('%s %s: %j is another with %j (%s)', (kind, name, was, now, expected) => expect(change(kind, name, was, now)).toBe(expected))

  it.each<[ConnectionKind, SecretName, BoundFields, object]>([
    ['dms', 'accessSecret', dms, { endpoint: ' HTTPS://DMS.example:443/ ' }],
    ['dms', 'accessSecret', dms, { proxy: 'own', proxyUrl: 'http://proxy.corp:3128' }], // TLS ends at the server
    ['dms', 'accessSecret', { ...dms, certificateAuthority: 'PEM' }, { certificateAuthority: '' }],
    ['dms', 'accessSecret', { ...dms, pinnedCertificate: 'aa:bb' }, { pinnedCertificate: ' AA:BB ' }],
    ['dms', 'accessSecret', dms, { target: 'rw', baseUrl: 'https://elsewhere', proxyUser: 'anna' }],
    ['drds', 'accessKeySecret', drds, { endpoint: 'https://drds.aliyuncs.com/' }],
    ['maxscale', 'restPassword', maxscale, { target: 'ro', databaseUser: 'root' }],
    ['maxscale', 'databasePassword', maxscale, { restUser: 'root' }],
    ['dms', 'proxyPassword', proxied, { proxyUrl: 'PROXY.corp:3128/', endpoint: 'https://other.example', pinnedCertificate: 'AA' }],
    ['dms', 'proxyPassword', { ...proxied, proxyUrl: 'socks5://p' }, { proxyUrl: 'socks5h://p:1080' }],
    ['dms', 'proxyPassword', { ...proxied, proxyUrl: 'p' }, { proxyUrl: 'http://p:80' }],
  ])('%s %s: %j stays what it is with %j', (kind, name, was, now) => expect(change(kind, name, was, now)).toBeUndefined())

  it.each([
    ['https://dms.example', 'dms.example:443'],
    ['http://mx:8989/team', 'http://mx:8989/team'],
    ['socks5://p', 'socks5://p:1080'],
    ['https://[::1]/a', '[::1]:443/a'],
    ['not yet', 'not yet'],
  ])('names %s as %s', (address, label) => expect(addressLabel({ address })).toBe(label))
})
