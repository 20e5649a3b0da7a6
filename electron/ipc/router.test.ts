import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Handlers } from '../../shared/contract/contract.ts'
import { REQUEST_LIMIT_BYTES } from '../../shared/contract/frame.ts'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import { openLog } from '../log/log.ts'
import { createRouter } from './router.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-router-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The router over handlers that all do the same. */
function routerOf(handler: (input: unknown) => unknown) {
  const handlers: Record<string, Record<string, typeof handler>> = {}
  for (const [domain, actions] of Object.entries(contract)) {
    handlers[domain] = Object.fromEntries(Object.keys(actions).map((action) => [action, handler]))
  }
  return createRouter(handlers as Handlers, openLog(folder), folder)
}

const run = {
  domain: 'query',
  action: 'run',
  input: { runId: 'r1', tabId: 't1', connectionId: 'c1', sql: 'SELECT 1', rowLimit: 10 },
}

describe('the router', () => {
  it('hands the checked input to the handler and answers what it answers', async () => {
    const dispatch = routerOf((input) => [input])
    expect(await dispatch(run)).toEqual({ ok: true, value: [run.input] })
  })

  it.each([
    ['query', 'nothing'],
    ['nothing', 'run'],
    ['__proto__', 'toString'],
    ['constructor', 'constructor'],
    ['query', '__proto__'],
    ['query', 'constructor'],
    ['query', 'hasOwnProperty'],
    ['', ''],
  ])('knows no action %s.%s', async (domain, action) => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    expect(await dispatch({ domain, action, input: {} })).toMatchObject({ ok: false, failure: { code: 'input.unknownCall' } })
  })

  it('answers a Failure to anything at all that is no request', async () => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (request) => {
        expect(await dispatch(request)).toMatchObject({ ok: false, failure: { kind: 'input' } })
      }),
    )
  })

  it('answers a Failure to any malformed input of a known action', async () => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const malformed = fc.anything().filter((input) => typeof input !== 'object' || input === null || Array.isArray(input))
    await fc.assert(
      fc.asyncProperty(malformed, async (input) => {
        expect(await dispatch({ ...run, input })).toMatchObject({ ok: false, failure: { kind: 'input' } })
      }),
    )
  })

  it.each([
    [{ sql: undefined }, 'input.missing', 'sql'],
    [{ sql: '' }, 'input.missing', 'sql'],
    [{ sql: 1 }, 'input.wrongType', 'sql'],
    [{ sql: null }, 'input.wrongType', 'sql'],
    [{ rowLimit: 0 }, 'input.tooSmall', 'rowLimit'],
    [{ rowLimit: 1e9 }, 'input.tooBig', 'rowLimit'],
    [{ rowLimit: 1.5 }, 'input.wrongType', 'rowLimit'],
    [{ runId: '../../etc' }, 'input.badFormat', 'runId'],
    [{ database: 'd'.repeat(129) }, 'input.tooLong', 'database'],
    [{ password: 'hunter2' }, 'input.unknownField', 'input'],
  ])('names the field that is wrong: %j → %s', async (change, code, field) => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const answer = await dispatch({ ...run, input: { ...run.input, ...change } })
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'input', code, params: { field } } })
  })

  it('names a field of a chosen kind by its path and never repeats a value', async () => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const settings = {
      name: 'n', environment: 'production', readOnly: false, kind: 'dms',
      endpoint: 'not-an-address', accessId: 'a', schema: '', collaboration: 'secure', timeoutSeconds: 30,
    }
    const answer = await dispatch({ domain: 'connections', action: 'create', input: { settings, secrets: {} } })
    expect(answer).toMatchObject({ failure: { code: 'input.badFormat', params: { field: 'settings.endpoint' } } })
    expect(JSON.stringify(answer)).not.toContain('not-an-address')
  })

  it.each([
    [{ accessSecret: 'hunter2 ' }, {}, 'input.blanksAround', 'secrets.accessSecret'],
    [{ accessSecret: '\u00a0hunter2' }, {}, 'input.blanksAround', 'secrets.accessSecret'],
    [{ accessSecret: 'hunt\ner2' }, {}, 'input.controlCharacter', 'secrets.accessSecret'],
    [{ accessSecret: 'hunter２' }, {}, 'input.notLatin', 'secrets.accessSecret'],
    [{ proxyPassword: 'hunter2\r\n' }, {}, 'input.blanksAround', 'secrets.proxyPassword'],
    [{}, { accessId: '编号' }, 'input.notLatin', 'settings.accessId'],
    [{ accessSecret: 'hunter2\ud800' }, {}, 'input.halfCharacter', 'secrets.accessSecret'],
    [{}, { name: 'a\ud800' }, 'input.halfCharacter', 'settings.name'],
    [{}, { name: 'a\u202eb' }, 'input.direction', 'settings.name'],
    [{}, { name: 'a\0b' }, 'input.controlCharacter', 'settings.name'],
    [{}, { schema: 'a\nb' }, 'input.controlCharacter', 'settings.schema'],
    [{}, { proxy: 'own' }, 'input.missing', 'settings.proxyUrl'],
    [{}, { proxy: 'own', proxyUrl: 'p:1', proxyUser: 'a:hunter2' }, 'input.colon', 'settings.proxyUser'],
  ])('says what is wrong with a secret or a setting that would break on its way: %j %j', async (secrets, more, code, field) => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const settings = {
      name: 'n', environment: 'production', readOnly: false, kind: 'dms', endpoint: 'https://dp.example.com', accessId: 'a', schema: '', collaboration: 'secure',
      timeoutSeconds: 30, ...more,
    }
    const answer = await dispatch({ domain: 'connections', action: 'create', input: { settings, secrets } })
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'input', code, params: { field } } })
    expect(JSON.stringify(answer)).not.toContain('hunt')
  })

  it('refuses what is oversized, cyclic or nested beyond reason', async () => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    for (const input of [{ sql: 'x'.repeat(REQUEST_LIMIT_BYTES) }, { sql: new Uint8Array(REQUEST_LIMIT_BYTES) }]) {
      expect(await dispatch({ ...run, input })).toMatchObject({ failure: { code: 'input.tooLarge' } })
    }
    expect(await dispatch({ ...run, input: cyclic })).toMatchObject({ failure: { code: 'input.tooDeep' } })
  })

  it('refuses it for each action there is, and reads nothing but the parts of a request', async () => {
    const dispatch = routerOf(() => expect.fail('the handler was called'))
    const holes: unknown[] = []
    holes.length = 4_000_000_000
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [`k${key}`, null]))
    const map = new Map(Object.entries(many))
    let deep: unknown = {}
    for (let level = 0; level < 100; level++) deep = { deep }
    for (const [domain, actions] of Object.entries(contract)) {
      for (const action of Object.keys(actions)) {
        for (const [input, code] of [[holes, 'input.tooMany'], [many, 'input.tooMany'], [deep, 'input.tooDeep'], [map, 'input.malformed']] as const) {
          expect(await dispatch({ domain, action, input })).toMatchObject({ ok: false, failure: { kind: 'input', code } })
        }
      }
    }
    expect(await dispatch('x'.repeat(REQUEST_LIMIT_BYTES))).toMatchObject({ failure: { code: 'input.unknownCall' } })
    expect(await dispatch(Object.assign(holes, { domain: 'query' }))).toMatchObject({ failure: { code: 'input.unknownCall' } })
  })

  it('does not let an own __proto__ key through', async () => {
    const dispatch = routerOf((input) => Object.keys(Object.assign({ layout: {} }, input).layout))
    const layout = JSON.parse('{"side":1,"__proto__":{"polluted":true}}')
    const answer = await dispatch({ domain: 'workspace', action: 'save', input: { tabs: [], activeTabId: null, layout } })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    if (answer.ok) expect(answer.value).toEqual(['side'])
  })

  it('passes a FailureError on as it is', async () => {
    const failure = failureOf('cancelled', 'query.cancelled')
    const dispatch = routerOf(() => {
      throw new FailureError(failure)
    })
    expect(await dispatch(run)).toEqual({ ok: false, failure })
  })

  it('answers a defect without its message or stack, which go to the local log', async () => {
    const dispatch = routerOf(async () => {
      throw new TypeError('cannot read password hunter2', { cause: new Error('the reason') })
    })
    const answer = await dispatch(run)
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'internal', code: 'internal.defect' } })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    const logged = readFileSync(join(folder, 'logs', 'tessera.log'), 'utf8')
    expect(logged).toContain('query.run')
    expect(logged).toContain('the reason')
    if (!answer.ok) expect(logged).toContain(String(answer.failure.params.detail).split(' ').at(-1))
  })
})
