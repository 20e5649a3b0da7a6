import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { resultBound, type AnswerBound } from '../http/answer-bounds.ts'
import { closeServers, failureFrom, http } from '../http/fixtures/test-servers.ts'
import { Secret } from '../vault/secret.ts'
import { executeDms } from './dms/client.ts'
import type { DrdsAccess } from './drds/access.ts'
import { actionOf, createDrdsClient } from './drds/client.ts'
import { baseChanges } from './drds/fixtures/changes.ts'
import { operations as drdsOperations, type Action } from './drds/operations.ts'
import { scripted } from './maxscale/fixtures/scripted-session.ts'
import { operations as maxscaleOperations, type OperationName } from './maxscale/operations.ts'
import { createRest } from './maxscale/rest.ts'

afterEach(closeServers)

const MIB = 1_048_576
/** As large as the bound and a little more, of whatever compresses. */
const bytesOver = ({ bytes }: AnswerBound): number => bytes + MIB

type Way = 'announced' | 'streamed' | 'a bomb of gzip'
const ways: readonly Way[] = ['announced', 'streamed', 'a bomb of gzip']

/** A server that answers everything with more than `bound`, and how much of it was taken. */
async function flood(bound: AnswerBound, way: Way) {
  const sent = { bytes: 0, requests: 0 }
  const url = await http((request, response) => {
    request.resume()
    sent.requests += 1
    const size = bytesOver(bound)
    if (way === 'a bomb of gzip') return void response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(bombOf(size))
    response.writeHead(200, { 'Content-Type': 'application/json', ...(way === 'announced' && { 'Content-Length': size }) })
    response.write('{"a":"')
    stream(response, size, sent)
  })
  return { url, sent }
}

const bombs = new Map<number, Buffer>()
function bombOf(size: number): Buffer {
  const made = bombs.get(size) ?? gzipSync(Buffer.alloc(size, 0x20), { level: 1 })
  bombs.set(size, made)
  return made
}

const chunk = Buffer.alloc(MIB, 0x61)
function stream(response: ServerResponse, left: number, sent: { bytes: number }): void {
  if (left <= 0 || response.destroyed) return void response.end()
  sent.bytes += MIB
  response.write(chunk, () => stream(response, left - MIB, sent))
}

const drdsAccess = (endpoint: string): DrdsAccess => ({
  accessKeyId: 'id', accessKeySecret: new Secret('hush-hush'), regionId: 'cn-hangzhou', endpoint, format: 'JSON', passwordPlace: 'body', timeoutMs: 30_000,
})

describe('an answer over its bound', () => {
  const of = { instanceId: 'drdsabc', database: 'shop' }
  const client = createDrdsClient()
  const reads: Partial<Record<Action, (access: DrdsAccess) => Promise<unknown>>> = {
    DescribeRegions: (at) => client.regions(at), DescribeDrdsInstances: (at) => client.instances(at), DescribeDrdsInstance: (at) => client.instance(at, of.instanceId),
    DescribeDrdsDBs: (at) => client.databases(at, of.instanceId), DescribeDrdsDB: (at) => client.database(at, of), DescribeDrdsDBIpWhiteList: (at) => client.whitelist(at, of),
    DescribeRdsList: (at) => client.rdsList(at, of), DescribeShardDBs: (at) => client.shards(at, of), DescribeReadOnlyAccount: (at) => client.readOnlyAccount(at, of),
  }
  const changes = Object.values(baseChanges).map((change): [Action, (access: DrdsAccess) => Promise<unknown>] => [actionOf(change), (at) => client.apply(at, change)])
  const calls = Object.entries({ ...Object.fromEntries(changes), ...reads }) as [Action, (access: DrdsAccess) => Promise<unknown>][]

  it('has a bound of its own in every action of DRDS', () => {
    expect(calls.map(([action]) => action).toSorted()).toEqual(Object.keys(drdsOperations).toSorted())
  })

  it.each(calls)('ended the host: of %s of DRDS', async (action, call) => {
    for (const way of ways) {
      const bound = drdsOperations[action].answer
      const { url, sent } = await flood(bound, way)
      const failure = await failureFrom(call(drdsAccess(url)))
      expect(failure).toMatchObject({ kind: 'server', code: 'network.answerTooLarge', params: { limitMb: bound.bytes / MIB }, retrySafe: drdsOperations[action].retry === 'always' })
      expect(Number(failure.params.sizeMb)).toBeGreaterThanOrEqual(bound.bytes / MIB)
      // Not asked for again, since the same would come.
      expect(sent.requests).toBe(1)
    }
  })

  it.each(Object.keys(maxscaleOperations) as OperationName[])('ended the host: of %s of MaxScale', async (operation) => {
    const bound: AnswerBound = maxscaleOperations[operation].answer
    // A result of 256 MB is streamed once, below: here it is announced.
    for (const way of bound.bytes > 16 * MIB ? (['announced'] as const) : ways) {
      const { url } = await flood(bound, way)
      const rest = createRest({ baseUrl: url, restUser: 'u', restPassword: new Secret('hush-hush'), signIn: operation === 'auth' ? 'token' : 'basic' })
      const code = bound.of === 'result' ? 'network.tooLarge' : 'network.answerTooLarge'
      expect(await failureFrom(rest.call(operation === 'auth' ? 'servers' : operation, { name: 'x', query: 'x.1', timeoutMs: 30_000 }))).toMatchObject({ kind: 'server', code, params: { limitMb: bound.bytes / MIB } })
    }
  })

  it.each(['announced', 'streamed', 'a bomb of gzip'] as const)('ended the host: of a statement through DMS, %s', async (way) => {
    const { url, sent } = await flood(resultBound, way)
    const failure = await failureFrom(executeDms(
      { endpoint: url, accessId: 'user', accessSecret: new Secret('hush-hush'), collaboration: 'secure', timeoutMs: 60_000 },
      { sql: 'SELECT a FROM t', schema: '', rowLimit: 3_000 },
    ))
    expect(failure).toMatchObject({ kind: 'server', code: 'network.tooLarge', params: { limitMb: 256 }, retrySafe: false })
    if (way === 'announced') expect(sent.bytes).toBeLessThan(32 * MIB)
  })
})

describe('a DRDS answer within its bound in bytes', () => {
  const asked = async (body: string, type = 'application/json') => {
    const url = await http((_, response) => void response.writeHead(200, { 'Content-Type': type }).end(body))
    return failureFrom(createDrdsClient().instances(drdsAccess(url)))
  }
  const tooMany = { kind: 'server', code: 'response.tooManyValues', params: { limit: expect.any(Number) as number }, retrySafe: true }

  it('took all memory by its many values, in JSON', async () => {
    expect(await asked(`{"RequestId":"R","Success":true,"Data":[${'[],'.repeat(1_000_000)}[]]}`)).toMatchObject(tooMany)
    expect(await asked(`{"RequestId":"R","Success":true,"Data":{${Array.from({ length: 300_000 }, (_, at) => `"${at}":0`).join(',')}}}`)).toMatchObject(tooMany)
  })

  it('blocked everything for seconds by its many elements, in XML', async () => {
    const xml = (inside: string) => `<DescribeDrdsInstancesResponse><RequestId>R</RequestId><Data>${inside}</Data></DescribeDrdsInstancesResponse>`
    expect(await asked(xml('<a/>'.repeat(900_000)), 'text/xml')).toMatchObject(tooMany)
    expect(await asked(xml('<?a ?>'.repeat(600_000)), 'text/xml')).toMatchObject(tooMany)
    expect(await asked(xml('<![CDATA[x]]>'.repeat(300_000)), 'text/xml')).toMatchObject(tooMany)
  })

  it('nested without end, in JSON and in XML', async () => {
    expect(await asked(`{"RequestId":"R","Data":${'['.repeat(500_000)}`)).toMatchObject({ code: 'response.tooDeep' })
    expect(await asked(`<R>${'<a>'.repeat(90_000)}${'</a>'.repeat(90_000)}</R>`, 'text/xml')).toMatchObject({ code: 'drds.unreadable' })
  })

  it('multiplied itself by entities of its own', async () => {
    const lol = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
    expect(await asked(`<?xml version="1.0"?><!DOCTYPE R [<!ENTITY l0 "lol">${lol}]><R><RequestId>&l9;</RequestId></R>`, 'text/xml')).toMatchObject({ code: 'drds.unreadable' })
  })
})

describe('a result over what is counted, on a session of MaxScale', () => {
  const wide = [{ fields: [], data: [Array.from({ length: 5_000 }, () => 1)] }]
  const many = Array.from({ length: 2_100 }, () => ({ affected_rows: 0, last_insert_id: 0, warnings: 0 }))
  it.each([['columns', wide, 'response.tooManyColumns'], ['results', many, 'response.tooManyResults']])('took the session along: %s', async (_, results, code) => {
    let polls = 0
    const session = await scripted(({ method, sql }) => {
      if (method === 'DELETE') return { status: 200 }
      if (method === 'POST') return { status: 202 }
      if (!sql.startsWith('CALL')) return { status: 201, sql, results: [{ affected_rows: 1, last_insert_id: 0, warnings: 0 }] }
      polls += 1
      return { status: 201, sql, results }
    })
    const failure = await failureFrom(session.run({ sql: 'CALL everything()', rowLimit: 10 }))
    expect(failure).toMatchObject({ kind: 'server', code, retrySafe: false })
    // The same would come again.
    expect(polls).toBe(1)
    expect([session.condition, session.busy]).toEqual([{ kind: 'open' }, false])
    expect(await session.run({ sql: 'UPDATE t SET a = 1', rowLimit: 10 })).toMatchObject([{ kind: 'ok', affectedRows: '1' }])
  })

  it('was believed to have begun no transaction, though nobody read how it ended', async () => {
    const session = await scripted(({ sql }) => ({ status: 201, sql, results: wide }))
    await failureFrom(session.run({ sql: 'START TRANSACTION', rowLimit: 10, synchronousMs: 5_000 }))
    expect([session.condition, session.trace.transaction]).toEqual([{ kind: 'open' }, 'maybe'])
  })
})
