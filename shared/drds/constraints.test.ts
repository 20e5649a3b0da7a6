import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFailure } from '../i18n/describe-failure.ts'
import type { DrdsChange, DrdsChangeOf } from '../model/drds-change.ts'
import { connectionId } from '../model/ids.ts'
import {
  changeProblem, databaseNameProblem, descriptionProblem, encodings, networkChoiceProblem, passwordProblem, quantityProblem, rdsInstancesProblem,
  specifications, tablesProblem, weightsProblem, whitelistProblem,
} from './constraints.ts'

const code = (problem: ReturnType<typeof changeProblem>) => problem?.code.replace('drds.field.', '')

describe('descriptionProblem', () => {
  it('takes 2 to 128 characters, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 2, maxLength: 128 }), (text) => {
        expect(descriptionProblem(text)).toBeUndefined()
      }),
    )
  })

  it.each([['', 0], ['一', 1], ['😀', 1], ['x'.repeat(129), 129]])('refuses %j and says how long it is', (text, length) => {
    expect(descriptionProblem(text)).toMatchObject({ kind: 'input', code: 'drds.field.description', params: { length } })
  })
})

describe('databaseNameProblem', () => {
  it('takes what the document describes and nothing else', () => {
    // "小写字母、数字、下划线组成，字母开头，不超过24字符", with the error code for an underscore at the end.
    const documented = /^[a-z](?:[a-z0-9_]{0,22}[a-z0-9])?$/
    const near = fc.stringMatching(/^[a-zA-Z0-9_ -]{0,26}$/)
    fc.assert(
      fc.property(fc.oneof(near, fc.string(), fc.stringMatching(documented)), (name) => {
        expect(databaseNameProblem(name) === undefined).toBe(documented.test(name))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['', 'databaseEmpty'],
    ['1crm', 'databaseStart'],
    ['_crm', 'databaseStart'],
    ['Crm', 'databaseStart'],
    ['cRm', 'databaseCharacter'],
    ['crm-1', 'databaseCharacter'],
    ['库', 'databaseStart'],
    ['c库', 'databaseCharacter'],
    ['c'.repeat(25), 'databaseLength'],
    ['crm_', 'databaseEnd'],
    ['crm\n', 'databaseCharacter'],
  ])('says of %j what is wrong', (name, problem) => {
    expect(code(databaseNameProblem(name))).toBe(problem)
  })

  it('names the character that cannot stand there', () => {
    expect(databaseNameProblem('c😀')).toMatchObject({ params: { character: '😀' } })
  })
})

it.each([['1234567', 'password'], ['12345678', undefined], ['密码密码密码密码', undefined], ['x'.repeat(30), undefined], ['x'.repeat(31), 'password'], ['', 'password']])(
  'judges the password %j by its 8 to 30 characters',
  (password, problem) => expect(code(passwordProblem(password))).toBe(problem),
)

it('says how long a password is, and never what it is', () => {
  expect(JSON.stringify(passwordProblem('hush'))).not.toContain('hush')
})

it.each([
  [[], 'rdsMissing'],
  [['rm-a', 'rm-b'], undefined],
  [['rm-a', 'rm-a'], 'rdsName'],
  [[''], 'rdsName'],
  [['rm a'], 'rdsName'],
  [['rm-a,rm-b'], 'rdsName'],
  [['rm"]'], 'rdsName'],
])('judges the RDS instances %j', (names, problem) => {
  expect(code(rdsInstancesProblem(names))).toBe(problem)
})

it.each([
  [[], 'whitelistNothing'],
  [['10.0.0.1', '10.0.0.0/8'], undefined],
  [['10.0.0.1', '10.0.0.1'], 'whitelistTwice'],
  [['10.0.0.1', '300.0.0.1'], 'whitelistAddress'],
  [['10.0.0.0/33'], 'whitelistBits'],
])('judges the whitelist %j', (entries, problem) => {
  expect(code(whitelistProblem(entries))).toBe(problem)
})

describe('weightsProblem', () => {
  const weights = (...numbers: number[]) => numbers.map((weight, at) => ({ name: at === 0 ? 'rm' : `rr${at}`, weight }))

  it.each([
    [weights(100), undefined],
    [weights(0, 100), undefined],
    [weights(10, 20, 70), undefined],
    [weights(10, 20, 69), 'weightSum'],
    [weights(101, -1), 'weight'],
    [weights(33.5, 66.5), 'weight'],
    [weights(Number.NaN, 100), 'weight'],
    [[{ name: 'rr1', weight: 100 }], 'weightPrimary'],
    [[], 'weightPrimary'],
    [[{ name: 'rm', weight: 50 }, { name: 'rm', weight: 50 }], 'weightTwice'],
    [[{ name: 'rm', weight: 0 }, { name: 'rr1', weight: 50 }, { name: 'rr1', weight: 50 }], 'weightTwice'],
  ])('judges %j', (given, problem) => {
    expect(code(weightsProblem(given, 'rm'))).toBe(problem)
  })

  it('takes whole per cent that sum to 100, and no other sum', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), (numbers) => {
        const sum = numbers.reduce((total, one) => total + one, 0)
        expect(weightsProblem(weights(...numbers), 'rm') === undefined).toBe(sum === 100)
      }),
    )
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (one, two) => {
        const [low, high] = one < two ? [one, two] : [two, one]
        expect(weightsProblem(weights(low, high - low, 100 - high), 'rm')).toBeUndefined()
      }),
    )
  })
})

it.each([[[], 'tablesMissing'], [['orders', 'users'], undefined], [['orders', ''], 'table'], [['a,b'], 'table'], [['a b'], 'table']])(
  'judges the tables %j',
  (tables, problem) => expect(code(tablesProblem(tables))).toBe(problem),
)

it.each([[1, undefined], [10, undefined], [0, 'quantity'], [-1, 'quantity'], [1.5, 'quantity'], [Number.NaN, 'quantity'], [Infinity, 'quantity']])(
  'judges the quantity %s',
  (quantity, problem) => expect(code(quantityProblem(quantity))).toBe(problem),
)

it.each([
  ['shared', '', '', undefined],
  ['dedicated', '', '', undefined],
  ['dedicated', 'vpc-1', 'vsw-1', undefined],
  ['shared', 'vpc-1', 'vsw-1', 'sharedVpc'],
  ['shared', 'vpc-1', '', 'sharedVpc'],
  ['dedicated', 'vpc-1', '', 'vpcBoth'],
  ['dedicated', '', 'vsw-1', 'vpcBoth'],
  ['dedicated', 'one', 'vsw-1', 'vpcId'],
  ['dedicated', 'vpc-1', 'one', 'vswitchId'],
] as const)('judges the network of a %s instance with "%s" and "%s"', (type, vpcId, vswitchId, problem) => {
  expect(code(networkChoiceProblem({ type, vpcId, vswitchId }))).toBe(problem)
})

describe('changeProblem', () => {
  const region = { connectionId: connectionId('c'), regionId: 'cn-hangzhou' }
  const at = { ...region, instanceId: 'drds1', database: 'shop' }
  const instance: DrdsChangeOf<'createInstance'> = {
    kind: 'createInstance', at: region, zoneId: 'cn-hangzhou-e', type: 'dedicated', specification: 'drds.small', description: 'one', quantity: 1, vpcId: '', vswitchId: '',
  }
  const database: DrdsChangeOf<'createDatabase'> = { kind: 'createDatabase', at, encode: 'utf8', rdsInstances: ['rm-a'], password: 'Password-1' }
  const password = { oldPassword: 'old', password: 'Password-1' }
  const account = { ...at, accountName: 'shop_RO' }

  const valid: DrdsChange[] = [
    ...Object.keys(specifications).map((specification) => ({ ...instance, specification })),
    ...encodings.map((encode) => ({ ...database, encode })),
    { kind: 'renameInstance', at, description: 'two' },
    { kind: 'releaseInstance', at },
    { kind: 'deleteDatabase', at },
    { kind: 'deleteFailedDatabase', at },
    { kind: 'resetPassword', at, password: 'Password-1' },
    { kind: 'setWhitelist', at, entries: ['10.0.0.0/8'], mode: 'replace' },
    { kind: 'setWhitelist', at, entries: ['10.0.0.1'], mode: 'append' },
    { kind: 'setReadWeights', at, primary: 'rm-a', weights: [{ name: 'rr-a', weight: 100 }, { name: 'rm-a', weight: 0 }] },
    { kind: 'setFullTableScan', at, tables: ['orders'], enabled: false, remindAfterMinutes: null },
    { kind: 'createReadOnlyAccount', at, password: 'Password-1' },
    { kind: 'changeReadOnlyPassword', at: account, ...password },
    { kind: 'removeReadOnlyAccount', at: account },
  ]
  it.each(valid.map((change) => [change.kind, change] as const))('takes a valid %s', (_, change) => {
    expect(changeProblem(change)).toBeUndefined()
  })

  const broken: [string, DrdsChange][] = [
    ['description', { ...instance, description: 'x' }],
    ['zoneMissing', { ...instance, zoneId: '' }],
    ['specification', { ...instance, specification: 'drds.huge' }],
    ['specification', { ...instance, specification: 'toString' }],
    ['quantity', { ...instance, quantity: 0 }],
    ['sharedVpc', { ...instance, type: 'shared', vpcId: 'vpc-1', vswitchId: 'vsw-1' }],
    ['vpcBoth', { ...instance, vpcId: 'vpc-1' }],
    ['description', { kind: 'renameInstance', at, description: '' }],
    ['databaseEnd', { ...database, at: { ...at, database: 'shop_' } }],
    ['encoding', { ...database, encode: 'utf16' }],
    ['password', { ...database, password: 'short' }],
    ['rdsMissing', { ...database, rdsInstances: [] }],
    ['password', { kind: 'resetPassword', at, password: 'short' }],
    ['password', { kind: 'createReadOnlyAccount', at, password: 'x'.repeat(31) }],
    ['oldPassword', { kind: 'changeReadOnlyPassword', at: account, ...password, oldPassword: '' }],
    ['password', { kind: 'changeReadOnlyPassword', at: account, ...password, password: 'short' }],
    ['whitelistNothing', { kind: 'setWhitelist', at, entries: [], mode: 'append' }],
    ['whitelistNothing', { kind: 'setWhitelist', at, entries: [], mode: 'replace' }],
    ['whitelistAddress', { kind: 'setWhitelist', at, entries: ['all'], mode: 'replace' }],
    ['weightSum', { kind: 'setReadWeights', at, primary: 'rm-a', weights: [{ name: 'rm-a', weight: 99 }] }],
    ['weightPrimary', { kind: 'setReadWeights', at, primary: 'rm-a', weights: [{ name: 'rr-a', weight: 100 }] }],
    ['weightTwice', { kind: 'setReadWeights', at, primary: 'rm-a', weights: [{ name: 'rm-a', weight: 50 }, { name: 'rm-a', weight: 50 }] }],
    ['tablesMissing', { kind: 'setFullTableScan', at, tables: [], enabled: true, remindAfterMinutes: 60 }],
  ]
  it.each(broken)('refuses with %s, in words of both languages', (problem, change) => {
    const failure = changeProblem(change)
    expect(code(failure)).toBe(problem)
    if (!failure) throw new Error('no failure')
    for (const locale of ['en', 'zh-CN'] as const) {
      const { message, next } = describeFailure(failure, locale)
      expect(`${message} ${next}`).not.toContain('{{')
    }
  })
})
