import { describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'
import { createdOf, databaseOf, databasesOf, readOnlyAccountOf, whitelistOf } from './wire-databases.ts'
import { rdsListOf, shardsOf } from './wire-storage.ts'

const read = (body: string | object) => {
  const document = readDocument(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)))
  if (!document) throw new Error('unreadable')
  return document
}
const xml = (content: string) => `<?xml version="1.0"?><R><RequestId>1</RequestId>${content}</R>`

describe('a database', () => {
  it.each([
    [0, 'creating'], ['1', 'normal'], ['2', 'createFailed'], [3, 'deleting'], [4, 'deleteFailed'], ['5', 'migrating'], [6, 'migrateFailed'],
    ['NORMAL', 'normal'], ['to_be_init', 'creating'], ['7', 'unknown'], ['', 'unknown'],
  ])('of the status %s is %s', (Status, status) => {
    expect(databaseOf(read({ Data: { DbName: 'a', Status } }))).toMatchObject({ status, rawStatus: String(Status) })
  })

  it.each([1_453_303_575_000, '1453303575000'])('was created at %j, a number or digits', (CreateTime) => {
    expect(databaseOf(read({ Data: { DbName: 'a', CreateTime } }))?.createdAt).toBe(1_453_303_575_000)
  })

  it('may have no time', () => {
    expect(databaseOf(read({ Data: { DbName: 'a', CreateTime: '' } }))).not.toHaveProperty('createdAt')
  })

  const fields = { DbName: 'a', Status: '1', CreateTime: '5', Msg: 'ok', Mode: 'VERTICAL' }
  const expected = { name: 'a', status: 'normal', rawStatus: '1', createdAt: 5, message: 'ok', mode: 'VERTICAL' }

  it('is read inside Data and, as the document prints it, flat', () => {
    expect(databaseOf(read({ Data: fields }))).toEqual(expected)
    expect(databaseOf(read(fields))).toEqual(expected)
  })

  it.each([{ Data: { Db: [fields] } }, { Data: [fields] }, { Items: { DrdsDB: [fields] } }, { Items: [fields] }, { Data: { Db: fields } }])('is read in the list %j', (body) => {
    expect(databasesOf(read(body))).toEqual({ items: [expected], total: 1 })
  })

  it.each([{ Data: { Db: [] } }, { Data: { Db: null } }, { Data: { Db: [null] } }, { Data: [] }, { Data: {} }, { Data: null }, { Data: { Total: 0, PageSize: 30 } }, { Success: 'true' }])('is none in %j', (body) => {
    expect(databasesOf(read(body))).toEqual({ items: [], total: 0 })
  })

  it.each([{}, { status: 'ok' }, { Data: { Db: 'x' } }, { Data: { Db: { Name: 'x' } } }, { Data: { DbName: '' } }])('was taken from %j, where none is told of', (body) => {
    expect(databasesOf(read(body))).toBeUndefined()
    expect(databaseOf(read(body))).toBeUndefined()
  })
})

describe('a whitelist', () => {
  const two = ['10.0.0.1', '10.1.0.0/16']
  it.each([
    [{ Data: { IpWhiteList: { Ip: two } } }],
    [{ Data: { IpWhiteList: two } }],
    [{ Data: { IpWhiteList: two.join(',') } }],
    [{ Data: { IpWhiteList: '10.0.0.1 , 10.1.0.0/16,' } }],
    [{ Data: two }],
    [{ Data: { GroupName: 'default', IpWhiteList: { Ip: two } } }],
    [{ IpWhiteList: two }],
    [{ IpWhiteList: { ip: two } }],
    [xml('<Data><IpWhiteList><Ip>10.0.0.1</Ip><Ip>10.1.0.0/16</Ip></IpWhiteList></Data>')],
    [xml('<Data>\n<IpWhiteList>\n<Ip>10.0.0.1</Ip>\n<Ip>10.1.0.0/16</Ip>\n</IpWhiteList>\n</Data>')],
    [xml('<Data><IpWhiteList>10.0.0.1</IpWhiteList><IpWhiteList>10.1.0.0/16</IpWhiteList></Data>')],
    [xml('<Data><IpWhiteList>10.0.0.1,10.1.0.0/16</IpWhiteList></Data>')],
  ])('of two is read in %j', (body) => {
    expect(whitelistOf(read(body))).toEqual({ items: two, total: 2 })
  })

  it.each([
    [{ Data: { IpWhiteList: { Ip: [] } } }], [{ Data: { IpWhiteList: { Ip: null } } }], [{ Data: { IpWhiteList: null } }], [{ Data: {} }], [{ Data: null }], [{ Data: { Total: 0 } }], [{ Success: true }],
    [{ IpWhiteList: null }], [xml('<Data><IpWhiteList/></Data>')], [xml('<Data><IpWhiteList><Ip/></IpWhiteList></Data>')], [xml('')],
  ])('is empty in %j', (body) => {
    expect(whitelistOf(read(body))).toEqual({ items: [], total: 0 })
  })

  it.each([
    [{ Success: true, Data: { IpWhiteLists: { Ip: two } } }],
    [{ Success: true, Data: { IpWhiteList: { Address: two } } }],
    [{ Success: true, Data: two.join(',') }],
    [{ Success: true, IpWhiteLists: two }],
    [xml('<Data>10.0.0.1,10.1.0.0/16</Data>')],
    [xml('<Data><Group><Ip>10.0.0.1</Ip></Group></Data>')],
  ])('was called empty where its addresses stand in another place, as in %j', (body) => {
    expect(whitelistOf(read(body))).toBeUndefined()
  })

  it('is not told of by another answer, and may be cut', () => {
    for (const other of [{}, { status: 'ok' }, { Data: 'welcome' }, { Data: { token: 'x' } }]) expect(whitelistOf(read(other))).toBeUndefined()
    expect(whitelistOf(read({ Data: { IpWhiteList: { Ip: two }, Total: 5 } }))).toEqual({ items: two, total: 5 })
  })
})

describe('what was created', () => {
  it.each([
    [{ Data: { OrderId: 5, DrdsInstanceIdList: { DrdsInstanceId: ['a', 'b'] } } }],
    [{ Data: { OrderId: '5', DrdsInstanceIdList: { drdsInstanceIdList: ['a', 'b'] } } }],
    [{ OrderId: 5, DrdsInstanceId: ['a', 'b'] }],
    [xml('<Data><OrderId>5</OrderId><DrdsInstanceIdList><DrdsInstanceId>a</DrdsInstanceId><DrdsInstanceId>b</DrdsInstanceId></DrdsInstanceIdList></Data>')],
  ])('is read in %j', (body) => {
    expect(createdOf(read(body))).toEqual({ instanceIds: ['a', 'b'], orderId: '5', accountName: '' })
  })

  it('keeps every digit of an order beyond 2^53', () => {
    expect(createdOf(read('{"Data":{"OrderId":201504130000000001234}}')).orderId).toBe('201504130000000001234')
  })

  it('is nothing where the answer has none', () => {
    expect(createdOf(read({ RequestId: '1' }))).toEqual({ instanceIds: [], orderId: '', accountName: '' })
  })

  it('is an account, or none', () => {
    expect(readOnlyAccountOf(read({ Data: { AccountName: 'shop_RO' } }))).toBe('shop_RO')
    expect(readOnlyAccountOf(read({ AccountName: 'shop_RO' }))).toBe('shop_RO')
    for (const none of [xml('<Data><AccountName/></Data>'), xml('<Data/>'), { Data: null }, { Data: { AccountName: null } }, { Success: true }]) expect(readOnlyAccountOf(read(none))).toBe('')
    for (const other of [{}, { status: 'ok' }, { Data: 'welcome' }, { Data: { token: 'x' } }]) expect(readOnlyAccountOf(read(other))).toBeUndefined()
  })
})

describe('an RDS instance', () => {
  const child = { InstanceId: '8', InstanceName: 'rr', ConnectUrl: 'rr.example', port: 3306, InstanceStatus: '5', DbType: 'MySQL', ReadWeight: 30 }
  const primary = { InstanceId: 7, InstanceName: 'rm', ConnectUrl: 'rm.example', Port: 3306, InstanceStatus: '1', DbType: 'MySQL', ReadWeight: '70' }
  const settledChild = { id: '8', name: 'rr', connectUrl: 'rr.example', port: '3306', rawStatus: '5', dbType: 'MySQL', readWeight: 30 }
  const settled = { id: '7', name: 'rm', connectUrl: 'rm.example', port: '3306', rawStatus: '1', dbType: 'MySQL', readWeight: 70 }

  it.each([
    [{ Data: { RdsInstance: [{ ...primary, ReadOnlyChildren: { Child: [child] } }] } }],
    [{ Data: [{ ...primary, ReadOnlyChildren: [child] }] }],
    [{ Data: [{ ...primary, ReadOnlyChild: [child] }] }],
    [{ Data: [{ ...primary, ReadOnlyChildren: { Child: child } }] }],
  ])('is read with its child in %j', (body) => {
    expect(rdsListOf(read(body))).toEqual({ items: [{ ...settled, children: [settledChild] }], total: 1 })
  })

  it('may have no children, no weight, and a status by name', () => {
    for (const ReadOnlyChildren of [{}, null, '', { Child: null }, [], { Child: [null] }, { Total: 0 }, 'x']) {
      expect(rdsListOf(read({ Data: [{ InstanceName: 'rm', InstanceStatus: 'Running', ReadOnlyChildren }] }))?.items).toEqual([
        { id: '', name: 'rm', connectUrl: '', port: '', rawStatus: 'Running', dbType: '', readWeight: null, children: [] },
      ])
    }
  })
})

it.each([
  [{ Data: { DbIntancePair: [{ SubDbName: 's', InstanceName: 'rm', GroupName: 'g' }] } }],
  [{ Data: { DbInstancePair: [{ SubDbName: 's', InstanceName: 'rm' }] } }],
  [{ Data: [{ SubDbName: 's', InstanceName: 'rm' }] }],
  [xml('<Data><DbIntancePair><SubDbName>s</SubDbName><InstanceName>rm</InstanceName></DbIntancePair></Data>')],
])('reads a shard in %j', (body) => {
  expect(shardsOf(read(body))).toEqual({ items: [{ name: 's', rdsName: 'rm' }], total: 1 })
})
