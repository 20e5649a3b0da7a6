import { describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'
import { instancesOf, regionsOf } from './wire.ts'

const read = (text: string) => {
  const document = readDocument(new TextEncoder().encode(text))
  if (!document) throw new Error('unreadable')
  return document
}

const instance = {
  DrdsInstanceId: 'drds000000000001', Type: '1', RegionId: 'cn-hangzhou', ZoneId: 'cn-hangzhou-b', Description: '订单 & <库存>',
  NetworkType: 'vpc', Status: '0', CreateTime: 1453303575000, Version: 52, Vips: { Vip: [{ IP: '10.0.0.1', Port: '3306', Type: 'vpc' }] },
}
const expected = {
  id: 'drds000000000001', description: '订单 & <库存>', regionId: 'cn-hangzhou', zoneId: 'cn-hangzhou-b', type: 'dedicated', status: 'running',
  rawStatus: '0', networkType: 'vpc', createdAt: 1_453_303_575_000, version: '52', vips: [{ ip: '10.0.0.1', port: '3306', type: 'vpc' }],
}
const xmlInstance =
  '<DrdsInstanceId>drds000000000001</DrdsInstanceId><Type>1</Type><RegionId>cn-hangzhou</RegionId><ZoneId>cn-hangzhou-b</ZoneId>' +
  '<Description>&#35746;&#x5355; &amp; &lt;库存&gt;</Description><NetworkType>vpc</NetworkType><Status>0</Status><CreateTime>1453303575000</CreateTime>' +
  '<Version>52</Version><Vips><Vip><IP>10.0.0.1</IP><Port>3306</Port><Type>vpc</Type></Vip></Vips>'
const xml = (data: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<DescribeDrdsInstancesResponse>\n  <RequestId> R1 </RequestId>${data}</DescribeDrdsInstancesResponse>`

describe('instancesOf', () => {
  it.each([
    ['nested', JSON.stringify({ Data: { Instance: [instance] } })],
    ['bare', JSON.stringify({ Data: [{ ...instance, Vips: instance.Vips.Vip }] })],
    ['nested with a sibling', JSON.stringify({ Data: { Instance: [instance], Total: 1 } })],
    ["the document's Items", JSON.stringify({ Items: { DrdsInstance: [instance] } })],
    ['of 2019-01-23', JSON.stringify({ Instances: { Instance: [instance] } })],
    ["in the document's lower case", JSON.stringify({ Items: [{ ...instance, ZoneId: undefined, zoneId: 'cn-hangzhou-b', NetworkType: undefined, networkType: 'VPC', Vips: [{ ip: '10.0.0.1', port: 3306, type: 'vpc' }] }] })],
    ['XML with one element', xml(`<Data><Instance>${xmlInstance}</Instance></Data>`)],
    ['XML, indented', xml(`\n  <Data>\n    <Instance>\n${xmlInstance}\n</Instance>\n  </Data>\n`)],
    ['bare XML with one element', xml(`<Data>${xmlInstance}</Data>`)],
  ])('reads one instance: %s', (_, text) => {
    expect(instancesOf(read(text))).toEqual({ items: [expected], total: 1 })
  })

  it('reads two elements of XML, nested and bare', () => {
    expect(instancesOf(read(xml(`<Data><Instance>${xmlInstance}</Instance><Instance>${xmlInstance}</Instance></Data>`)))).toEqual({ items: [expected, expected], total: 2 })
    expect(instancesOf(read(xml(`<Data>${xmlInstance}</Data><Data>${xmlInstance}</Data>`)))).toEqual({ items: [expected, expected], total: 2 })
  })

  it.each([
    '{"Data":{}}', '{"Data":[]}', '{"Data":[null]}', '{"Data":{"Instance":[]}}', '{"Data":{"Instance":null}}', '{"Data":{"Instance":[null]}}', '{"Data":{"Instance":{}}}',
    '{"Data":null}', '{"Data":""}', '{"Data":{"Total":0,"PageNumber":1,"PageSize":30}}', '{"Total":0,"PageNumber":1}', '{"Total":"0"}', '{"Instances":null,"Total":0}',
    '{"Data":null,"Instances":{"Instance":null}}', '{"Success":true}', '{"Success":"true","Data":null}',
    xml(''), xml('<Data/>'), xml('<Data>\n</Data>'), xml('<Data><Instance/></Data>'), xml('<Data>\n<Instance>\n</Instance>\n</Data>'), xml('<Instances/>'), xml('<Data><Total>0</Total></Data>'),
  ])('reads no instance, and not one without a name: %s', (text) => expect(instancesOf(read(text))).toEqual({ items: [], total: 0 }))

  it.each([
    '{}', '{"status":"ok"}', '{"Success":1}', '{"Data":"welcome"}', '{"Data":7}', '{"Data":{"token":"x"}}', '{"Data":[{"name":"x"}]}', '{"Data":["x"]}', '{"Data":{"Instance":["x"]}}',
    '{"Instances":{"Instance":[{"InstanceId":"i-of-ecs","Status":"Running"}]}}', '{"Data":{"Instance":[{"DrdsInstanceId":""}]}}', '{"Data":{"Instance":[{"DrdsInstanceId":{}}]}}',
  ])('took what is no list of instances for one: %s', (text) => expect(instancesOf(read(text))).toBeUndefined())

  it.each([
    ['Data', { Data: { Instance: [instance], Total: 3 } }],
    ['the top', { Data: { Instance: [instance] }, TotalCount: '3' }],
    ['Instances', { Instances: { Instance: [instance], TotalNumber: 3 } }],
    ['entries that do not say what they are', { Data: { Instance: [instance, { Status: '0' }, 'x'] } }],
  ])('said nothing of a list that is shorter than its total: by %s', (_, body) => {
    expect(instancesOf(read(JSON.stringify(body)))).toEqual({ items: [expected], total: 3 })
  })

  it('believes the elements more than a total below them', () => {
    expect(instancesOf(read(JSON.stringify({ Data: { Instance: [instance], Total: 0 } })))).toEqual({ items: [expected], total: 1 })
  })

  it.each([
    ['10.0.0.1:3306', [{ ip: '10.0.0.1', port: '3306', type: '' }]],
    [['10.0.0.1:3306', 'a.example'], [{ ip: '10.0.0.1', port: '3306', type: '' }, { ip: 'a.example', port: '', type: '' }]],
    [{ Vip: '10.0.0.1' }, [{ ip: '10.0.0.1', port: '', type: '' }]],
    [{ Vip: ['10.0.0.1', '10.0.0.2:3307'] }, [{ ip: '10.0.0.1', port: '', type: '' }, { ip: '10.0.0.2', port: '3307', type: '' }]],
    ['10.0.0.1:3306,10.0.0.2:3306', [{ ip: '10.0.0.1', port: '3306', type: '' }, { ip: '10.0.0.2', port: '3306', type: '' }]],
    [{ Vip: { Dns: 'drds.example', Port: '3306', Type: 'INTERNET' } }, [{ ip: 'drds.example', port: '3306', type: 'internet' }]],
    [{ Vip: null }, []], [null, []], ['', []], [{ Vip: [{}] }, []],
  ])('shows an address that is text: %j', (Vips, vips) => {
    expect(instancesOf(read(JSON.stringify({ Data: [{ DrdsInstanceId: 'd', Vips }] })))?.items[0]?.vips).toEqual(vips)
  })

  it.each([
    [0, 'running'], ['1', 'creating'], ['2', 'abnormal'], [3, 'expired'], ['4', 'releasing'], ['5', 'released'], ['6', 'locked'],
    ['RUN', 'running'], ['do_create', 'creating'], ['VersionUpgrade', 'unknown'], ['', 'unknown'],
  ])('reads the state %s as %s', (Status, status) => {
    expect(instancesOf(read(JSON.stringify({ Data: [{ DrdsInstanceId: 'd', Status }] })))?.items[0]).toMatchObject({ status, rawStatus: String(Status) })
  })

  it.each([[0, 'shared'], ['PUBLIC', 'shared'], ['1', 'dedicated'], ['private', 'dedicated'], ['drds', 'unknown']])('reads the type %s as %s', (Type, type) => {
    expect(instancesOf(read(JSON.stringify({ Data: [{ DrdsInstanceId: 'd', Type }] })))?.items[0]?.type).toBe(type)
  })
})

it('gathers zones by region', () => {
  const zone = (RegionId: string, ZoneId: string) => ({ RegionId, RegionName: '杭州', ZoneId, ZoneName: `可用区 ${ZoneId}` })
  expect(regionsOf(read(JSON.stringify({ DrdsRegions: { DrdsRegion: [zone('a', '1'), zone('b', '1'), zone('a', '2')] } })))).toEqual({
    items: [
      { id: 'a', name: '杭州', zones: [{ id: '1', name: '可用区 1' }, { id: '2', name: '可用区 2' }] },
      { id: 'b', name: '杭州', zones: [{ id: '1', name: '可用区 1' }] },
    ],
    total: 2,
  })
})

describe('readDocument', () => {
  it.each(['', '[1]', 'null', '{"a":', '<a><b>1</b', '<a><b>1</a>', '<a/><b/>', '<html><br></html>', 'plain', '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', '<r><__proto__><x>1</x></__proto__></r>'])(
    'refuses %s',
    (text) => expect(readDocument(new TextEncoder().encode(text))).toBeUndefined(),
  )

  it('keeps the digits of a long and the zeros of an id', () => {
    expect(read('{"Data":{"OrderId":12345678901234567891}}').content).toEqual({ Data: { OrderId: '12345678901234567891' } })
    expect(read('<R><Id>0012</Id></R>')).toEqual({ root: 'R', content: { Id: '0012' } })
  })
})
