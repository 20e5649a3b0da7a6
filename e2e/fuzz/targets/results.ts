import { isUtf8 } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { arrange } from '../../../electron/clients/dms/columns.ts'
import examples from '../../../electron/clients/dms/fixtures/document-examples.json' with { type: 'json' }
import { answerOf } from '../../../electron/clients/dms/wire.ts'
import { listenersOf, serversOf, servicesOf } from '../../../electron/clients/maxscale/objects-wire.ts'
import * as overview from '../../../electron/clients/maxscale/overview-wire.ts'
import { statementResults } from '../../../electron/clients/maxscale/results.ts'
import { cookieToken, openedOf, queryOf, refusesItself, resultsOf, signedInOf, wordsOf } from '../../../electron/clients/maxscale/wire.ts'
import { isOverBound } from '../../../electron/http/answer-bounds.ts'
import { dmsText, maxScaleText } from '../../../electron/http/fixtures/json-documents.ts'
import bodies from '../../../electron/http/fixtures/maxscale-bodies.json' with { type: 'json' }
import { parsedCell, resultSet } from '../../../electron/http/fixtures/read-cells.ts'
import { indexDmsBody, indexMaxScaleBody } from '../../../electron/http/index-json.ts'
import { maskOf } from '../../../electron/http/masking/mask.ts'
import { readJson } from '../../../electron/http/read-json.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { ResultSet } from '../../../shared/model/result-set.ts'
import { must, outcome, textOf, type Target } from '../target.ts'

const sampled = (texts: fc.Arbitrary<string>): string[] => fc.sample(texts, { seed: 1, numRuns: 60 })
const words = [
  '"rows":', '"rows":[', '"data":', '"results":', '"fields":', '"columnMetas":', '"success":true', '"success":false', '"msg":', 'null', 'true', 'false', '-0', '1e400', '\\u0000', '\\ud800', '\\"', '{}', '[]', ',', ':',
  '"__proto__":', '"constructor":', '"a\\u0062"', '9007199254740993', '\ufeff', '"errno":2006,', '"message":', '"affected_rows":', '"last_insert_id":-1,', '"metadata":',
]
/** Alike rows, which WebAssembly reads, and as many as its window holds or more. */
const alike = (row: (at: number) => string, rows: number): string => Array.from({ length: rows }, (_, at) => row(at)).join(',')
const dmsRow = (at: number): string => `{"id":${at},"名":"text ${at} \\n é","n":${at % 3 ? 'null' : `-${at}.5e3`},"ok":true}`

/** What JSON.parse makes of it; undefined where it is none, or no UTF-8. */
function parsed(bytes: Uint8Array): { value: unknown } | undefined {
  if (!isUtf8(bytes)) return undefined
  try {
    return { value: JSON.parse(textOf(bytes)) }
  } catch {
    return undefined
  }
}

/** Refused exactly where JSON.parse refuses; what it reads may be of another shape, or too much. */
function mayFail(failure: Failure, reference: unknown): void {
  must(failure.kind === 'server' && failure.code.startsWith('response.'), `failed as ${failure.code}`)
  must(reference === undefined || failure.code === 'response.wrongShape' || isOverBound(failure), `refused what JSON.parse reads: ${failure.code}`)
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
const own = (from: unknown, name: string): unknown => {
  const object = record(from)
  return object && Object.hasOwn(object, name) ? object[name] : undefined
}

function sameCell(set: ResultSet, row: number, column: number, expected: unknown): void {
  const actual = parsedCell(set, row, column)
  must(isDeepStrictEqual(actual, expected), `row ${row} column ${column} is not what JSON.parse reads`)
}

function sameMaps(bytes: Uint8Array, reference: unknown): void {
  const body = indexDmsBody(bytes)
  const rows = own(reference, 'rows')
  must(body.hasRows === Array.isArray(rows), 'hasRows')
  must(isDeepStrictEqual(new Set(Object.keys(body.envelope)), new Set(Object.keys(record(reference) ?? {}).filter((key) => key !== 'rows'))), 'the envelope has other members')
  if (!Array.isArray(rows)) return
  must(body.rowCount === rows.length, 'rowCount')
  const set = resultSet(bytes, body.keys, body)
  for (const [at, row] of rows.entries()) {
    must(Object.keys(record(row) ?? {}).every((key) => body.keys.includes(key)), 'a key is missing')
    for (const [column, key] of body.keys.entries()) sameCell(set, at, column, own(row, key))
  }
}

function sameArrays(bytes: Uint8Array, reference: unknown): void {
  const { results } = indexMaxScaleBody(bytes)
  const expected = own(own(own(reference, 'data'), 'attributes'), 'results')
  must((results === null) === !Array.isArray(expected), 'results')
  if (!results || !Array.isArray(expected)) return
  must(results.length === expected.length, 'the number of results')
  for (const [at, { rows }] of results.entries()) {
    const data = own(expected[at], 'data')
    must((rows === null) === !Array.isArray(data), 'rows')
    if (!rows || !Array.isArray(data)) continue
    must(rows.rowCount === data.length, 'the number of rows')
    const set = resultSet(bytes, Array.from({ length: rows.columnCount }, String), rows)
    for (const [row, cells] of data.entries()) for (const [column, cell] of (cells as unknown[]).entries()) sameCell(set, row, column, cell)
  }
}

/** Every cell can be looked at, whatever the answer was. */
function lookAt(set: ResultSet): void {
  for (let row = 0; row < Math.min(set.rowCount, 200); row++) for (let column = 0; column < Math.min(set.columns.length, 200); column++) set.text(row, column)
}

const mask = maskOf(['hush-hush'])

export const resultTargets = {
  'dms-result': {
    seeds: [...Object.values(examples).slice(1), `{"success":true,"rows":[${alike(dmsRow, 40)}]}`, `{"rows":[${alike(dmsRow, 700)}]}`, ...sampled(dmsText)],
    words,
    run(bytes) {
      const reference = parsed(bytes)
      const read = outcome(() => indexDmsBody(bytes))
      if ('failure' in read) return mayFail(read.failure, reference)
      must(reference !== undefined, 'read what JSON.parse refuses')
      sameMaps(bytes, reference.value)
      const answer = outcome(() => answerOf(read.value))
      if (!('value' in answer) || !answer.value) return
      const { data } = arrange({ bytes, mask }, read.value, answer.value)
      lookAt(new ResultSet(data))
    },
  },
  'maxscale-result': {
    seeds: [
      ...bodies.map(({ body }) => body),
      `{"data":{"id":"a.1","attributes":{"results":[{"complete":true,"fields":["a","b"],"data":[${alike((at) => `[${at},"text ${at}"]`, 900)}]}]}}}`,
      ...sampled(maxScaleText),
    ],
    words,
    run(bytes) {
      const reference = parsed(bytes)
      const read = outcome(() => indexMaxScaleBody(bytes))
      if ('failure' in read) return mayFail(read.failure, reference)
      must(reference !== undefined, 'read what JSON.parse refuses')
      sameArrays(bytes, reference.value)
      for (const settle of [openedOf, queryOf, ...Object.values(overview).filter((one) => typeof one === 'function')]) if (settle !== overview.roleOf && settle !== overview.conditionOf) (settle as (envelope: unknown) => unknown)(read.value.envelope)
      const results = outcome(() => resultsOf(read.value))
      if (!('value' in results) || !results.value) return
      const answered = { sql: 'SELECT a, b FROM t', elapsedMs: 1, bytes, mask, rowLimit: 100, utf8: true, ownLimit: false, lost: [] }
      for (const result of statementResults(results.value, answered)) if (result.kind === 'resultset') lookAt(new ResultSet(result.data))
    },
  },
  'maxscale-answer': {
    seeds: [
      '{"data":[{"id":"server1","attributes":{"state":"Master, Running","parameters":{"address":"::1","port":3306,"socket":null},"router":"readwritesplit"},"relationships":{"servers":{"data":[{"id":"s"}]}}}]}',
      '{"meta":{"token":"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3MDAwMDAwMDAsImlhdCI6MTcwMDAwMDAwMH0.x"},"data":{"id":"a"}}', '{"errors":[{"detail":"ID abc is busy."}]}',
      'conn_id_sig_abc=eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE.x; Path=/; Max-Age=60; HttpOnly', ...bodies.slice(0, 3).map(({ body }) => body),
    ],
    words: [...words, '"state":', '"address":', '"port":', '"token":', '"exp":', ';', '=', '"id":'],
    run(bytes) {
      for (const settle of [serversOf, servicesOf, listenersOf, signedInOf]) {
        const read = outcome(() => settle(bytes))
        if ('failure' in read) must(read.failure.code.startsWith('response.'), `failed as ${read.failure.code}`)
      }
      wordsOf(bytes)
      refusesItself({ bytes })
      const token = cookieToken([textOf(bytes)], 'conn_id_sig_abc')
      must(token === undefined || /^[\w.-]+$/.test(token), 'a token with other letters')
    },
  },
  json: {
    seeds: sampled(dmsText),
    words,
    run(bytes) {
      const reference = parsed(bytes)
      const read = outcome(() => readJson(bytes))
      if ('failure' in read) return must(isOverBound(read.failure), `failed as ${read.failure.code}`)
      // A byte order mark is no JSON to JSON.parse; the text is without it.
      if (read.value === undefined) must(record(reference?.value) === undefined, 'refused what JSON.parse reads')
      else must(isDeepStrictEqual(read.value, reference?.value), 'is not what JSON.parse reads')
    },
  },
} satisfies Record<string, Target>
