/**
 * The demo shop: the same rows at every start and on both engines. Logical tables stand in `shop`; the 16 physical
 * databases shop_rds1_0000 … shop_rds4_0015, as DRDS would lay them out, show each its share (user_id modulo 16).
 */
import type { DemoDialect } from './demo-dialect.ts'
import { cityCount, demoTables, oddities, regionsAndCities } from './demo-schema.ts'

/** `mysql` runs on both engines as it is; `native` is already in the dialect that was asked for. */
export type DemoStatement = { kind: 'mysql' | 'native'; sql: string }

export const demoCounts = { users: 20_000, products: 500, orders: 200_000, orderItems: 300_000, accessLog: 5_000 } as const

const list = (words: string): string => words.split(' ').map((word) => `'${word}'`).join(', ')
const surnames = '王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 欧阳 司马'
const givenNames = '伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 秀兰 霞 平 刚 桂英 子涵 梓萱 浩然 𠮷祥'
const goods = '茶壶 雨伞 键盘 耳机 台灯 书包 水杯 毛巾 球鞋 相机 手表 钱包 风扇 音箱 毛笔 砚台 月饼🥮 龙井🍵 中国结🧧 灯笼🏮'
const makes = '晨光 松石 青竹 云帆 远山 Ærø Señor Zürich'
const notes = ['请尽快发货', '谢谢🙏', '送货前打电话', 'leave at the door', '生日快乐🎂 — with a card', 'C:\\orders\\2025', "It's a gift", '两件\n一起发']

const userBase = '88001234567890000'
const orderBase = '1780000000000000001'

/** Everything that fills an empty server, in order. */
export function demoStatements(dialect: DemoDialect): DemoStatement[] {
  const mysql = (sql: string): DemoStatement => ({ kind: 'mysql', sql })
  const native = (sql: string): DemoStatement => ({ kind: 'native', sql })
  return [
    mysql('CREATE DATABASE shop'),
    ...demoTables.map(mysql),
    ...regionsAndCities.map(mysql),
    mysql(oddities),
    ...fills(dialect).map(native),
    ...shards().map(mysql),
  ]
}

function fills({ numbers, concat, div, moment, money, bytes, text, table }: DemoDialect): string[] {
  const { users, products, orders, orderItems, accessLog } = demoCounts
  const userOf = (n: string) => `${userBase} + (${n} * 7919 % ${users} + 1) * 1009`
  const elt = (index: string, words: string, count: number) => `ELT((${index}) % ${count} + 1, ${words})`
  const order = (n: string) => `${orderBase} + (${n}) * 4194304`
  const price = (product: string) => `(${product} * 7919 % 99900 + 100)`
  // An order's first item costs what its product costs; every second order has another item.
  return [
    `INSERT INTO ${table('users')} SELECT ${userBase} + n * 1009, ${concat(elt('n * 31', list(surnames), 22), elt(`n * 17 + ${div('n', 22)}`, list(givenNames), 25))},
      ${concat("'user'", 'n', "'@example.cn'")}, n * 13 % ${cityCount} + 1, ${elt('n * n', list('normal normal normal silver normal gold black normal'), 8)},
      ${money('n * 7927 % 10000000')}, CASE WHEN n % 10 = 0 THEN NULL ELSE ${concat(`'{"theme":"'`, elt('n', list('dark light'), 2), `'","语言":"'`, elt('n * 3', list('zh-CN en'), 2), `'","limit":'`, 'n % 100', `'}'`)} END,
      ${moment('n * 701')}, CASE WHEN n % 7 = 0 THEN NULL ELSE ${moment('n * 701 + n * n % 15000000')} END FROM ${numbers(users)}`,
    `INSERT INTO ${table('products')} SELECT n, ${concat("'SKU-'", '100000 + n * 37')}, ${concat(elt('n', list(makes), 8), elt(div('n * 7', 3), list(goods), 20))},
      ${money(price('n'))}, n * 0.25, ${concat(`'{"colour":"'`, elt('n', list('红 黄 蓝 绿 黑'), 5), `'","sizes":['`, 'n % 5', `','`, 'n % 7', `'],"大":9007199254740993}'`)},
      ${bytes('n * 8191')}, CASE WHEN n % 9 = 0 THEN 0 ELSE 1 END, ${moment('n * 3607')} FROM ${numbers(products)}`,
    `INSERT INTO ${table('orders')} SELECT ${order('n')}, ${userOf('n')}, n * 7919 % ${users} * 13 % ${cityCount} + 1,
      CASE WHEN n % 23 = 0 THEN 'cancelled' WHEN n > ${orders - 900} THEN 'created' WHEN n > ${orders - 2_000} THEN 'paid' WHEN n > ${orders - 4_000} THEN 'shipped' ELSE 'done' END,
      ${money(`${price(`(n * 31 % ${products} + 1)`)} * (n % 4 + 1)`)}, CASE WHEN n % 20 = 0 THEN ${elt(div('n', 20), notes.map(text).join(', '), notes.length)} END,
      ${moment('n * 150')}, CASE WHEN n % 23 = 0 OR n > ${orders - 900} THEN NULL ELSE ${moment('n * 150 + n % 3600')} END FROM ${numbers(orders)}`,
    `INSERT INTO ${table('order_items')} SELECT n * 65537 + 7000000000000000000, ${order(div('(n + 1) * 2', 3))}, ${userOf(`(${div('(n + 1) * 2', 3)})`)},
      n * 31 % ${products} + 1, n % 4 + 1, ${money(price(`(n * 31 % ${products} + 1)`))} FROM ${numbers(orderItems)}`,
    `INSERT INTO ${table('access_log')} SELECT ${moment('n * 6011')}, CASE WHEN n % 3 = 0 THEN NULL ELSE ${userOf('n')} END,
      ${concat("'/'", elt('n', list('orders users products 搜索'), 4), "'/'", 'n * 37 % 1000')}, ${elt('n * 5', '200, 200, 200, 304, 404, 500', 6)}, n * n * 31 % 1000003,
      CASE WHEN n % 4 = 0 THEN NULL ELSE 'Mozilla/5.0' END FROM ${numbers(accessLog)}`,
  ]
}

/** The physical databases, four on each of four RDS instances. */
export const shardDatabases = Array.from({ length: 16 }, (_, shard) => `shop_rds${Math.floor(shard / 4) + 1}_${String(shard).padStart(4, '0')}`)

/** Sharded tables show their share; small ones are whole everywhere, as DRDS broadcasts them. */
function shards(): string[] {
  const share = { users: 'id', orders: 'user_id', order_items: 'user_id' }
  const statements: string[] = []
  shardDatabases.forEach((database, shard) => {
    const view = (table: string) => `CREATE VIEW ${database}.${table} AS SELECT * FROM shop.${table}`
    statements.push(`CREATE DATABASE ${database}`)
    for (const [table, key] of Object.entries(share)) statements.push(`${view(table)} WHERE ${key} % 16 = ${shard}`)
    for (const table of ['regions', 'cities', 'products']) statements.push(view(table))
  })
  return statements
}
