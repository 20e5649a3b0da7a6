import { expect, test } from 'vitest'
import { connectionId } from '../../../shared/model/ids.ts'
import type { Connection } from '../../../shared/model/connection.ts'
import { checkDraft, checkRest, draftOf, newDraft } from './connection-draft.ts'

const stored: Connection = {
  id: connectionId('c1'),
  sandbox: false,
  secrets: { accessSecret: 'stored' },
  settings: {
    kind: 'dms', name: 'orders', environment: 'production', readOnly: true, endpoint: 'https://dp1.proxy.dms.aliyuncs.com',
    accessId: 'AID', schema: 'shop', collaboration: 'standard', timeoutSeconds: 45,
  },
}

test('a stored connection that is opened and saved unchanged keeps every setting and sends no secret', () => {
  expect(checkDraft(draftOf(stored))).toEqual({ ok: true, settings: stored.settings, secrets: {} })
})

test('only a secret that was typed is sent', () => {
  const draft = { ...draftOf(stored), secrets: { accessSecret: 'new one' } }
  expect(checkDraft(draft)).toMatchObject({ ok: true, secrets: { accessSecret: 'new one' } })
})

test('a secret that is nowhere must be typed', () => {
  const draft = draftOf({ ...stored, secrets: { accessSecret: 'missing' } })
  expect(checkDraft(draft)).toEqual({ ok: false, problems: ['accessSecret'] })
})

test('a secret that was held for an earlier session only counts as held while it is', () => {
  expect(draftOf({ ...stored, secrets: { accessSecret: 'session' } }).held).toEqual(['accessSecret'])
})

test.each(['dms', 'drds', 'maxscale'] as const)('a new %s connection names every field that it lacks, each once', (kind) => {
  const checked = checkDraft(newDraft(kind, 'new'))
  const expected = {
    dms: ['endpoint', 'accessId', 'accessSecret'],
    drds: ['accessKeyId', 'accessKeySecret'],
    maxscale: ['baseUrl', 'restUser', 'target', 'databaseUser', 'restPassword', 'databasePassword'],
  }[kind]
  expect(checked.ok ? [] : [...checked.problems].sort()).toEqual([...expected].sort())
})

test.each(['', '0', '3601', '1.5', 'soon', '1e3'])('a timeout of “%s” is refused', (timeoutSeconds) => {
  const draft = draftOf(stored)
  expect(checkDraft({ ...draft, values: { ...draft.values, timeoutSeconds } })).toEqual({ ok: false, problems: ['timeoutSeconds'] })
})

test.each(['ftp://host', 'host', 'javascript:alert(1)', ''])('an endpoint of “%s” is refused for DMS', (endpoint) => {
  const draft = draftOf(stored)
  expect(checkDraft({ ...draft, values: { ...draft.values, endpoint } })).toEqual({ ok: false, problems: ['endpoint'] })
})

test('white space around an address is no mistake', () => {
  const draft = draftOf(stored)
  const values = { ...draft.values, endpoint: `  ${draft.values.endpoint} ` }
  expect(checkDraft({ ...draft, values })).toMatchObject({ ok: true, settings: { endpoint: 'https://dp1.proxy.dms.aliyuncs.com' } })
})

const maxscale = (values: object) => ({ ...newDraft('maxscale', 'new'), values: { ...newDraft('maxscale', 'new').values, baseUrl: 'https://mxs:8989', restUser: 'viewer', ...values } })
const pin = Array.from({ length: 32 }, () => 'ab').join(':')

test('MaxScale’s address, user and password are enough to ask it for its targets', () => {
  expect(checkRest({ ...maxscale({ pinnedCertificate: pin }), secrets: { restPassword: 'hush', databasePassword: 'other' } })).toEqual({
    ok: true,
    settings: { baseUrl: 'https://mxs:8989', restUser: 'viewer', signIn: 'basic', certificateAuthority: '', pinnedCertificate: pin.toUpperCase() },
    secrets: { restPassword: 'hush' },
  })
  expect(checkRest(maxscale({ restUser: '' }))).toEqual({ ok: false, problems: ['restUser', 'restPassword'] })
})

test('a certificate cannot be asked for over http', () => {
  const draft = { ...maxscale({ baseUrl: 'http://mxs:8989', pinnedCertificate: pin, certificateAuthority: '' }), secrets: { restPassword: 'hush' } }
  expect(checkRest(draft)).toEqual({ ok: false, problems: ['pinnedCertificate'] })
  expect(checkRest({ ...draft, values: { ...draft.values, pinnedCertificate: ' ' } }).ok).toBe(true)
})
