import { XMLParser } from 'fast-xml-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ActionName } from './drds/action-errors.ts'
import { baseCalls } from './drds/base-calls.ts'
import documented from './drds/fixtures/documented-actions.json' with { type: 'json' }
import { signedCall } from './drds/signed-call.ts'
import { startDrdsOpenApi } from './drds-openapi.ts'
import { createFaults } from './faults.ts'
import type { LoopbackServer } from './loopback-server.ts'

const account = { accessKeyId: 'testid', accessKeySecret: 'testsecret' }
const at = Date.parse('2016-01-20T14:26:15Z')
let server: LoopbackServer | undefined
const call = signedCall({ url: () => server?.url ?? '', account, now: () => at })

beforeEach(async () => {
  server = await startDrdsOpenApi({ port: 0, accounts: [account], faults: createFaults(() => at), clock: () => at })
})
afterEach(async () => {
  await server?.close()
})

/** What has to be there before the action can succeed. */
const before: Partial<Record<ActionName, ActionName>> = {
  DescribeReadOnlyAccount: 'CreateReadOnlyAccount',
  ModifyReadOnlyAccountPassword: 'CreateReadOnlyAccount',
  RemoveReadOnlyAccount: 'CreateReadOnlyAccount',
}
const actions = Object.keys(baseCalls) as ActionName[]

async function perform(action: ActionName, format: 'JSON' | 'XML', method: 'GET' | 'POST' = 'GET') {
  const first = before[action]
  if (first) await call({ Action: first, ...baseCalls[first] })
  return call({ Action: action, Format: format, ...baseCalls[action] }, method, method === 'POST' ? 'form' : 'query')
}

/** Where a value differs from a layout of drds-actions (`{ Data: { Db: [{ DbName: 'String' }] } }`). */
function differences(value: unknown, layout: unknown, path = ''): string[] {
  if (Array.isArray(layout)) {
    if (!Array.isArray(value) || value.length === 0) return [`${path} is no list of something`]
    return value.flatMap((one: unknown, index) => differences(one, layout[0], `${path}[${index}]`))
  }
  if (typeof layout === 'object' && layout !== null) {
    if (typeof value !== 'object' || value === null) return [`${path} is no object`]
    const names = new Set([...Object.keys(value), ...Object.keys(layout)])
    return [...names].flatMap((name) => {
      const one = (value as Record<string, unknown>)[name]
      // A VIP outside of a VPC has neither; a primary may have no children, an instance being created no VIPs.
      if (one === undefined && (name === 'VpcId' || name === 'VswitchId')) return []
      if ((name === 'Child' || name === 'Vip') && Array.isArray(one) && one.length === 0) return []
      return differences(one, (layout as Record<string, unknown>)[name], `${path}.${name}`)
    })
  }
  const wanted = { String: 'string', Boolean: 'boolean', Long: 'number', Integer: 'number' }[String(layout)]
  return typeof value === wanted ? [] : [`${path} is ${typeof value}, not ${String(layout)}`]
}

/** The XML of a JSON answer, read by a parser that leaves texts alone. */
function asXml(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? asXml(value[0]) : value.map(asXml)
  if (typeof value !== 'object' || value === null) return String(value)
  const kept = Object.entries(value).filter(([, one]) => !(Array.isArray(one) && one.length === 0))
  return kept.length === 0 ? '' : Object.fromEntries(kept.map(([name, one]) => [name, asXml(one)]))
}

describe.each(actions)('%s', (action) => {
  test('answers in the layout of the vendor', async () => {
    const answer = await perform(action, 'JSON')
    expect(answer.status).toBe(200)
    expect(answer.json()).toMatchObject({ Success: true, RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as string })
    expect(differences(answer.json(), documented.layouts[action])).toEqual([])
  })

  test('says the same in XML, below the root of the action', async () => {
    const json = await perform(action, 'JSON')
    await server?.close()
    server = await startDrdsOpenApi({ port: 0, accounts: [account], faults: createFaults(() => at), clock: () => at })
    const xml = await perform(action, 'XML')
    expect(xml.headers.get('content-type')).toMatch(/^text\/xml/)
    const parsed = new XMLParser({ parseTagValue: false, ignoreDeclaration: true }).parse(xml.text) as Record<string, Record<string, unknown>>
    const root = parsed[documented.xmlRoots[action]]
    expect({ ...root, RequestId: '' }).toEqual({ ...(asXml(json.json()) as object), RequestId: '' })
  })

  test('is taken as POST, signed as such, with its parameters in the form', async () => {
    const answer = await perform(action, 'JSON', 'POST')
    expect([answer.status, answer.json().Code]).toEqual([200, undefined])
  })

  test.each(Object.keys(baseCalls[action]))('asks for %s', async (name) => {
    const answer = await call({ Action: action, ...baseCalls[action], [name]: undefined })
    const code = name === 'RegionId' ? 'MissingRegionId' : 'MissingParameter'
    expect([answer.status, answer.json().Code]).toEqual([400, code])
    expect(answer.json().Message).toContain(name)
  })
})

test("the names that the document prints wrongly are not the wire's", async () => {
  for (const Action of ['CeateDrdsDB', 'ModifyDrdsDBPswd', 'ModifyReadOnlyAccount'])
    expect((await call({ Action, ...baseCalls.CreateDrdsDB })).json().Code).toBe('InvalidApi.NotFound')
  const wrong = { ...baseCalls.ModifyReadOnlyAccountPassword, NewPasswd: undefined, NewPassword: 'Password-2' }
  expect((await call({ Action: 'ModifyReadOnlyAccountPassword', ...wrong })).json().Message).toContain('"NewPasswd"')
  const capital = { ...baseCalls.CreateReadOnlyAccount, password: undefined, Password: 'Password-1' }
  expect((await call({ Action: 'CreateReadOnlyAccount', ...capital })).json().Message).toContain('"password"')
})
