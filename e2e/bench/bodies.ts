/**
 * Response bodies as the two protocols send them, made up but realistic: the same seed gives the same bytes.
 * Plain TypeScript without Node, so that the bench in Chromium builds the same ones.
 */

/** A body and what it holds. */
export interface BenchBody {
  name: string
  protocol: 'dms' | 'maxscale'
  /** JSON text, as the server would write it. */
  text: string
  rowCount: number
  columnCount: number
}

/** How the rows of an odd DMS body differ from "every row has every key once, in order". */
export type Oddity = 'unordered' | 'missing' | 'extra' | 'duplicated' | 'nested' | 'mixed'
export const oddities = ['unordered', 'missing', 'extra', 'duplicated', 'nested', 'mixed'] as const satisfies readonly Oddity[]

interface Column {
  name: string
  type: string
  length: number
  decimals: number
  /** A cell's JSON text. */
  value: (random: Random, row: number) => string
}

/** Numbers from 0 to below `below`. */
type Random = (below: number) => number

/** mulberry32: small, and good enough to vary a body. */
function randomFrom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const words = ['pending', 'shipped', 'refund', 'hangzhou', 'retail', 'coupon', 'express', 'invoice', 'north-2', 'gift card']
const cities = ['杭州市西湖区', '北京市朝阳区', '上海市浦东新区', '深圳市南山区', '成都市武侯区']
const surnames = ['王', '李', '张', '刘', '陈', '杨']
const givenNames = ['秀英', '伟', '芳', '建国', '晓明', '丽']
const notes = ['客户要求"尽快"发货', 'line one\nline two', 'path C:\\data\\orders', 'tab\there', '😀 好评', 'plain remark without anything']

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!
/** A number of `count` digits that does not start with 0. */
function digits(random: Random, count: number): string {
  let text = ''
  for (let left = count; left > 0; left -= 9) {
    const size = 10 ** Math.min(left, 9)
    text += String(size / 10 + random(size - size / 10))
  }
  return text
}
const two = (value: number): string => String(value).padStart(2, '0')
const orNull = (random: Random, percent: number, text: string): string => (random(100) < percent ? 'null' : text)
const moment = (random: Random): string =>
  `20${two(10 + random(15))}-${two(1 + random(12))}-${two(1 + random(28))} ${two(random(24))}:${two(random(60))}:${two(random(60))}`

/** The kinds of column that a shop's tables have, repeated until there are enough. */
const columnKinds: Omit<Column, 'name'>[] = [
  { type: 'BIGINT', length: 20, decimals: 0, value: (random) => digits(random, 19) },
  { type: 'VARCHAR', length: 64, decimals: 0, value: (random) => JSON.stringify(`${pick(random, words)}-${random(10_000)}`) },
  { type: 'DECIMAL', length: 12, decimals: 2, value: (random) => `"${random(100_000)}.${two(random(100))}"` },
  { type: 'DATETIME', length: 19, decimals: 0, value: (random) => `"${moment(random)}"` },
  { type: 'VARCHAR', length: 32, decimals: 0, value: (random) => orNull(random, 10, JSON.stringify(pick(random, surnames) + pick(random, givenNames))) },
  { type: 'INT', length: 11, decimals: 0, value: (random) => String(random(1_000_000)) },
  { type: 'TINYINT', length: 4, decimals: 0, value: (random) => String(random(2)) },
  { type: 'VARCHAR', length: 200, decimals: 0, value: (random) => orNull(random, 25, JSON.stringify(`${pick(random, cities)}文三路${random(999)}号`)) },
  { type: 'VARCHAR', length: 40, decimals: 0, value: (random) => JSON.stringify(`${digits(random, 8)}@example.com`) },
  { type: 'DOUBLE', length: 22, decimals: 31, value: (random) => `${random(1_000)}.${digits(random, 6)}` },
  { type: 'VARCHAR', length: 255, decimals: 0, value: (random) => orNull(random, 60, JSON.stringify(pick(random, notes))) },
  { type: 'TEXT', length: 65_535, decimals: 0, value: (random) => orNull(random, 50, JSON.stringify(JSON.stringify({ sku: digits(random, 6), tags: [pick(random, words)], n: random(50) }))) },
  { type: 'BIGINT', length: 20, decimals: 0, value: (random, row) => String(row * 17 + random(17)) },
  { type: 'VARCHAR', length: 36, decimals: 0, value: (random) => `"${digits(random, 8)}-${digits(random, 4)}-${digits(random, 4)}-${digits(random, 12)}"` },
  { type: 'DATE', length: 10, decimals: 0, value: (random) => orNull(random, 5, `"${moment(random).slice(0, 10)}"`) },
]
const columnNames = ['id', 'order_no', 'amount', 'created_at', 'buyer_name', 'quantity', 'is_paid', 'address', 'email', 'score', 'remark', 'attributes', 'user_id', 'trace_id', 'due_on']

function columnsOf(count: number): Column[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = columnKinds[i % columnKinds.length]!
    const round = Math.floor(i / columnKinds.length)
    return { ...kind, name: columnNames[i % columnNames.length]! + (round === 0 ? '' : `_${round}`) }
  })
}

/** A DMS secure access proxy body ("Response format"): rows as maps. Another `seed`, other values. */
export function dmsBody(rowCount: number, columnCount: number, seed = 0): BenchBody {
  const columns = columnsOf(columnCount)
  const keys = columns.map((column) => `${JSON.stringify(column.name)}:`)
  const random = randomFrom(rowCount * 31 + columnCount + seed * 7_919)
  const rows: string[] = []
  for (let row = 0; row < rowCount; row++) {
    let text = '{'
    for (let i = 0; i < columnCount; i++) text += (i === 0 ? '' : ',') + keys[i]! + columns[i]!.value(random, row)
    rows.push(`${text}}`)
  }
  return { name: `DMS ${sizeOf(rowCount, columnCount)}`, protocol: 'dms', text: dmsText(columns, rows), rowCount, columnCount }
}

/** A DMS body whose rows are not alike. `columnCount` counts what the rows show in the end. */
export function oddDmsBody(oddity: Oddity, rowCount: number, columnCount: number, seed = 0): BenchBody {
  const columns = columnsOf(columnCount)
  const random = randomFrom(rowCount + columnCount + seed * 7_919)
  const rows: string[] = []
  const nested = (): string => `{"a":[${random(99)},{"b":"${pick(random, words)}"}],"c":null}`
  for (let row = 0; row < rowCount; row++) {
    const kind = oddity === 'mixed' ? oddities[random(5)]! : oddity
    let entries = columns.map((column) => `${JSON.stringify(column.name)}:${kind === 'nested' && random(4) === 0 ? nested() : column.value(random, row)}`)
    if (kind === 'unordered') entries = shuffled(random, entries)
    else if (kind === 'missing') entries = entries.filter(() => random(4) > 0)
    else if (kind === 'duplicated') entries.splice(random(columnCount), 0, entries[random(columnCount)]!)
    else if (kind === 'extra') entries.splice(random(columnCount), 0, `"extra_${random(5)}":${random(1_000)}`)
    rows.push(`{${entries.join(',')}}`)
  }
  const extra = oddity === 'extra' || oddity === 'mixed' ? 5 : 0
  return {
    name: `DMS ${sizeOf(rowCount, columnCount)}, ${oddity}`,
    protocol: 'dms',
    text: dmsText(columns, rows),
    rowCount,
    columnCount: columnCount + extra,
  }
}

/** A MaxScale body of the SQL resource, `?pretty=false`: rows as arrays, members in alphabetical order. */
export function maxScaleBody(rowCount: number, columnCount: number, seed = 0): BenchBody {
  const columns = columnsOf(columnCount)
  const random = randomFrom(rowCount * 37 + columnCount + seed * 7_919)
  const rows: string[] = []
  for (let row = 0; row < rowCount; row++) {
    let text = '['
    for (let i = 0; i < columnCount; i++) text += (i === 0 ? '' : ',') + columns[i]!.value(random, row)
    rows.push(`${text}]`)
  }
  const fields = JSON.stringify(columns.map((column) => column.name))
  const metadata = JSON.stringify(
    columns.map(({ name, type, length, decimals }) => ({ catalog: 'def', decimals, flags: 0, length, name, schema: 'shop', table: 'orders', type })),
  )
  const text =
    `{"data":{"attributes":{"execution_time":0.012,"results":[{"complete":true,"data":[${rows.join(',')}],` +
    `"fields":${fields},"metadata":${metadata}}],"sql":"SELECT * FROM orders"},` +
    `"id":"8cc38340-ebd9-4a8d-9108-e758f6d8413c.2","type":"queries"},"links":{"self":"http://127.0.0.1:8989/v1/sql/"}}`
  return { name: `MaxScale ${sizeOf(rowCount, columnCount)}`, protocol: 'maxscale', text, rowCount, columnCount }
}

const sizeOf = (rows: number, columns: number): string => `${rows.toLocaleString('en')}×${columns}`

function dmsText(columns: Column[], rows: string[]): string {
  const columnMetas = JSON.stringify(
    columns.map(({ name, type, length, decimals }) => ({
      columnName: name,
      columnLabel: name,
      columnTypeName: type,
      precision: length,
      scale: decimals,
      nullable: true,
      autoIncrement: false,
      tableName: 'orders',
    })),
  )
  return `{"columnMetas":${columnMetas},"updateCount":0,"requestId":"xhqej0xgcytbhc8scjopgqsywcaibi","rowCount":${rows.length},"rows":[${rows.join(',')}],"success":true}`
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = random(i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}
