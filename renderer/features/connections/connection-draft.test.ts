import { describe, expect, it, test } from 'vitest'
import { connectionId } from '../../../shared/model/ids.ts'
import { type Connection, usualNetwork } from '../../../shared/model/connection.ts'
import { checkDraft, checkRest, checkWay, draftOf, entryProblems, leftBehind, newDraft } from './connection-draft.ts'

const stored: Connection = {
  id: connectionId('c1'),
  sandbox: false,
  secrets: { accessSecret: 'stored' },
  settings: {
    kind: 'dms', ...usualNetwork, name: 'orders', environment: 'production', readOnly: true, endpoint: 'https://dp1.proxy.dms.aliyuncs.com',
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
    settings: { ...usualNetwork, baseUrl: 'https://mxs:8989', restUser: 'viewer', signIn: 'basic', pinnedCertificate: pin.toUpperCase() },
    secrets: { restPassword: 'hush' },
  })
  expect(checkRest(maxscale({ restUser: '' }))).toEqual({ ok: false, problems: ['restUser', 'restPassword'] })
})

test('a certificate cannot be asked for over http', () => {
  const draft = { ...maxscale({ baseUrl: 'http://mxs:8989', pinnedCertificate: pin, certificateAuthority: '' }), secrets: { restPassword: 'hush' } }
  expect(checkRest(draft)).toEqual({ ok: false, problems: ['pinnedCertificate'] })
  expect(checkRest({ ...draft, values: { ...draft.values, pinnedCertificate: ' ' } }).ok).toBe(true)
})

const dmsWith = (values: object, secrets: object = {}) => ({ ...draftOf(stored), values: { ...draftOf(stored).values, ...values }, secrets })

test.each([' hush', 'hush ', 'hush\n', '\thush', 'hush\u00a0', '\ufeffhush', 'hush\u200b', 'hush\u3000'])('a secret with a blank at an end, “%s”, is refused', (accessSecret) => {
  expect(checkDraft(dmsWith({}, { accessSecret }))).toEqual({ ok: false, problems: ['accessSecret'] })
})

test.each(['hush\u3164', '\u2800hush', 'hush\u1160'])('what is drawn as a blank is one where a secret may have any letter: “%s”', (databasePassword) => {
  const draft = { ...maxscale({ target: 'rw', databaseUser: 'dba' }), secrets: { restPassword: 'rest', databasePassword } }
  expect(checkDraft(draft)).toEqual({ ok: false, problems: ['databasePassword'] })
})

test('a blank inside of a password is part of it', () => {
  const draft = { ...maxscale({ target: 'rw', databaseUser: 'dba' }), secrets: { restPassword: 'two words', databasePassword: 'a\u00a0b' } }
  expect(checkDraft(draft)).toMatchObject({ ok: true, secrets: draft.secrets })
})

test('what a header cannot carry is refused where it goes into one, and nowhere else', () => {
  expect(checkDraft(dmsWith({ accessId: 'ＡＩＤ' }, { accessSecret: 'typed' }))).toEqual({ ok: false, problems: ['accessId'] })
  expect(checkDraft(dmsWith({}, { accessSecret: '密码' }))).toEqual({ ok: false, problems: ['accessSecret'] })
  expect(checkDraft(dmsWith({ accessId: 'A\u0000D' }, { accessSecret: 'typed' }))).toEqual({ ok: false, problems: ['accessId'] })
  // Basic sends UTF-8 in Base64, and the database's user goes in a body.
  const draft = { ...maxscale({ restUser: '安娜', target: 'rw', databaseUser: 'a:b' }), secrets: { restPassword: '密码:1', databasePassword: 'x' } }
  expect(checkDraft(draft).ok).toBe(true)
  expect(checkDraft({ ...draft, values: { ...draft.values, restUser: 'an:na' } })).toEqual({ ok: false, problems: ['restUser'] })
})

test('a proxy of one’s own needs an address, and a password where somebody signs in', () => {
  expect(checkDraft(dmsWith({ proxy: 'own' }))).toEqual({ ok: false, problems: ['proxyUrl'] })
  expect(checkDraft(dmsWith({ proxy: 'own', proxyUrl: ' proxy.corp:3128 ' }))).toMatchObject({ ok: true, settings: { proxy: 'own', proxyUrl: 'proxy.corp:3128' } })
  expect(checkDraft(dmsWith({ proxy: 'own', proxyUrl: 'proxy.corp:3128', proxyUser: 'anna' }))).toEqual({ ok: false, problems: ['proxyPassword'] })
  expect(checkDraft(dmsWith({ proxy: 'own', proxyUrl: 'proxy.corp:3128', proxyUser: 'corp:anna' }, { proxyPassword: 'hush' }))).toEqual({ ok: false, problems: ['proxyUser'] })
  expect(checkDraft(dmsWith({ proxy: 'own', proxyUrl: 'socks5://proxy.corp', proxyUser: 'anna' }, { proxyPassword: 'hush' }))).toMatchObject({ ok: true, secrets: { proxyPassword: 'hush' } })
})

test.each(['http://anna:hush@proxy.corp:3128', 'socks4://proxy.corp', 'proxy corp', 'http://proxy.corp/path', 'http://'])('a proxy at “%s” is refused', (proxyUrl) => {
  expect(checkDraft(dmsWith({ proxy: 'own', proxyUrl }))).toEqual({ ok: false, problems: ['proxyUrl'] })
})

test('what is asked of an own proxy is not asked, kept or sent where there is none', () => {
  expect(checkDraft(dmsWith({ proxy: 'none', proxyUrl: 'not an address', proxyUser: 'a:b' }, { proxyPassword: ' x' }))).toMatchObject({ ok: true, settings: { proxy: 'none', proxyUrl: '' }, secrets: {} })
  expect(checkWay(dmsWith({ proxy: 'none', certificateAuthority: 'half' }))).toMatchObject({ ok: true, settings: { proxy: 'none' }, secrets: {} })
  expect(checkWay(dmsWith({ proxy: 'own', proxyUrl: 'p:1', proxyUser: 'u' }, { proxyPassword: 'hush', accessSecret: 's' }))).toEqual({
    ok: true, settings: { proxy: 'own', proxyUrl: 'p:1', proxyUser: 'u' }, secrets: { proxyPassword: 'hush' },
  })
})

test('a certificate cannot be asked for over http of DMS and DRDS either', () => {
  expect(checkDraft(dmsWith({ endpoint: 'http://dp.corp', pinnedCertificate: pin }, { accessSecret: 'typed' }))).toEqual({ ok: false, problems: ['pinnedCertificate'] })
})

describe('a stored secret that belongs to something else', () => {
  const saved = draftOf({
    id: connectionId('c'),
    sandbox: false,
    secrets: { restPassword: 'stored', databasePassword: 'stored' },
    settings: {
      kind: 'maxscale', ...usualNetwork, name: 'Shop', environment: 'staging', readOnly: false, baseUrl: 'https://mx.example:8989', restUser: 'admin', signIn: 'basic', tokenPlace: 'cookie', target: 'rw',
      databaseUser: 'app', database: '', timeoutSeconds: 60,
    },
  })
  const changed = (values: object) => ({ ...saved, values: { ...saved.values, ...values } })
  const asked = (values: object) => {
    const checked = checkDraft(changed(values))
    return checked.ok ? [] : checked.problems
  }

  it('is asked for again, and is there again once the change is taken back', () => {
    expect(asked({ baseUrl: 'https://mx2.example:8989' })).toEqual(['restPassword', 'databasePassword'])
    expect(leftBehind(changed({ baseUrl: 'https://mx2.example' }), 'restPassword')).toMatchObject({ change: 'address', was: { address: 'https://mx.example:8989' } })
    expect(asked({ restUser: 'root' })).toEqual(['restPassword'])
    expect(asked({ target: 'ro' })).toEqual(['databasePassword'])
    expect(asked({ certificateAuthority: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----' })).toEqual(['restPassword', 'databasePassword'])
    expect(asked({ baseUrl: ' HTTPS://MX.example:8989/ ' })).toEqual([])
  })

  it('is not, for what it has nothing to do with', () => {
    expect(asked({ database: 'shop', timeoutSeconds: '5', signIn: 'token', tokenPlace: 'parameter', proxy: 'none' })).toEqual([])
  })
})

test.each([
  ['half', 'or\ud800ders'], ['half', '\udfff'], ['direction', 'prod\u202etset'], ['direction', 'a\u2066b\u2069'], ['control', 'a\0b'], ['control', 'a\nb'], ['blanksAround', '\u200b'],
])('a name or a part of a server that could not be kept or read as it is, is complained of: %s in %j', (problem, text) => {
  const draft = draftOf(stored)
  const named = { ...draft, name: text }
  expect(entryProblems(named).get('name')).toBe(problem)
  expect(checkDraft(named)).toEqual({ ok: false, problems: ['name'] })
  expect(entryProblems({ ...draft, values: { ...draft.values, schema: text } }).get('schema')).toBe(problem)
  const maxscale = newDraft('maxscale', 'm')
  for (const field of ['target', 'database', 'databaseUser'] as const) {
    expect(entryProblems({ ...maxscale, values: { ...maxscale.values, [field]: text } }).get(field)).toBe(problem)
  }
})

test('names of any script are names', () => {
  for (const name of ['订单 😀', 'Zürich', 'سفارش‌ها', '👩‍💻 dev', 'קניות']) expect(entryProblems({ ...draftOf(stored), name }).size).toBe(0)
})

test('half of a character in a secret is complained of at its field', () => {
  expect(entryProblems({ ...draftOf(stored), secrets: { accessSecret: 'new\ud800' } }).get('accessSecret')).toBe('half')
})
