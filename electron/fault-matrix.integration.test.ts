import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FailureError, type Failure } from '../shared/model/failure.ts'
import { seededEngine } from './clients/fixtures/seeded-engine.ts'
import { deadWays } from './fixtures/dead-ways.ts'
import { faultKinds } from './fixtures/fault-kinds.ts'
import { databaseAccount, dmsOperations, drdsOperations, maxscaleOperations, secrets, type ClientOperation } from './fixtures/fault-operations.ts'
import { closeServers } from './http/fixtures/test-servers.ts'
import type { Engine } from './sandbox/engine/engine.ts'

/** What came of one operation whose answer one fault spoilt. */
interface Outcome {
  operation: ClientOperation
  fault: string
  answer?: string
  failure?: Failure
  defect?: unknown
  /** How often what it asked for reached the server. */
  ran: number
  standing?: string
}

/** Most of a cell is waiting for a timeout. */
const AT_ONCE = 24

async function outcomeOf(operation: ClientOperation, fault: string): Promise<Outcome> {
  const kind = faultKinds[fault]
  const { gateway, run, standing, close } = await operation.ready(await deadWays[fault]?.lead())
  const { fits, times } = operation
  try {
    if (kind) gateway.spoil({ fits, times, spoil: kind.spoil })
    const said = await run().then(
      (answer) => ({ answer }),
      (error: unknown) => (error instanceof FailureError ? { failure: error.failure } : { defect: error }),
    )
    const ran = gateway.passed.filter(fits).length
    gateway.clear()
    const stands = standing && (await standing().catch((error: unknown) => (error instanceof FailureError ? error.failure.code : String(error))))
    return { operation, fault, ...said, ran, ...(stands !== undefined && { standing: stands }) }
  } finally {
    await close()
  }
}

/** What the service itself may answer is none. */
function isFault({ client, isEmpty, isOnSession }: ClientOperation, fault: string): boolean {
  if (deadWays[fault]) return !isOnSession
  const kind = faultKinds[fault]
  return kind?.isOwnOf !== client && !(isEmpty && kind?.isEmpty)
}

let engine: Engine
const closing: (() => Promise<void>)[] = []
const outcomes: Outcome[] = []
const usual = new Map<ClientOperation, Outcome>()

beforeAll(async () => {
  engine = await seededEngine('sqlite', [databaseAccount])
  const [dms, maxscale] = [await dmsOperations(engine), await maxscaleOperations(engine)]
  closing.push(dms.close, maxscale.close)
  const operations = [...dms.operations, ...drdsOperations(), ...maxscale.operations]
  for (const operation of operations) usual.set(operation, await outcomeOf(operation, 'none'))
  // The slow ones first, so that none is waited for alone at the end.
  const faults = [...Object.keys(faultKinds), ...Object.keys(deadWays)].toSorted((a, b) => Number(b.startsWith('silence')) - Number(a.startsWith('silence')))
  const waiting = faults.flatMap((fault) => operations.filter((operation) => isFault(operation, fault)).map((operation) => ({ operation, fault })))
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) outcomes.push(await outcomeOf(next.operation, next.fault))
    }),
  )
  console.log(`counted: fault matrix, ${outcomes.length} cells of ${operations.length} operations by ${faults.length} faults`)
}, 300_000)
afterAll(async () => {
  for (const close of closing) await close()
  await closeServers()
  await engine.close()
})

const title = ({ operation, fault }: Outcome) => `${operation.client}, ${operation.name}: ${fault}`
/** Those that `wrong` finds, each with what it says. */
const found = (wrong: (outcome: Outcome) => string | false | undefined): string[] => outcomes.flatMap((outcome) => {
  const why = wrong(outcome)
  return why ? [`${title(outcome)} → ${why}`] : []
})

describe('of every operation of the three clients, by every fault', () => {
  it('each works where nothing is spoilt', () => {
    expect([...usual.values()].flatMap((outcome) => (outcome.answer === undefined ? [`${title(outcome)} → ${JSON.stringify(outcome.failure ?? String(outcome.defect))}`] : []))).toEqual([])
  })

  it('none ends in a defect of ours', () => {
    expect(found(({ defect }) => defect !== undefined && String(defect))).toEqual([])
  })

  it('what no fault has hurt is answered, and is what is answered without one', () => {
    expect(found(({ operation, fault, answer, failure }) => faultKinds[fault]?.harmless && answer !== usual.get(operation)?.answer && (answer ?? failure?.code))).toEqual([])
  })

  it('nothing is believed that was not answered', () => {
    const hurt = found(({ operation, fault, answer, ran }) => {
      if (faultKinds[fault]?.harmless || answer === undefined || (operation.mayDecline && answer === 'false')) return false
      // Asked again, or looked for by its number, it was answered by the server itself.
      const wasAnswered = operation.times === 1 || ran > 0
      return (!wasAnswered || answer !== usual.get(operation)?.answer) && answer
    })
    expect(hurt).toEqual([])
  })

  it('every failure is the one that the fault is said to make', () => {
    expect(found(({ fault, failure }) => failure && !(faultKinds[fault] ?? deadWays[fault])?.codes.test(failure.code) && failure.code)).toEqual([])
  })

  it('nothing that changes something reaches the server twice', () => {
    expect(found(({ operation, ran }) => operation.changes && ran > 1 && `${ran} times`)).toEqual([])
  })

  it('a change is only said to be safe to run again where it never reached the server', () => {
    expect(found(({ operation, failure, ran }) => operation.changes && failure?.retrySafe && ran > 0 && failure.code)).toEqual([])
  })

  it('what could not leave this computer, or ended at a proxy, may be run again', () => {
    expect(found(({ fault, failure }) => deadWays[fault] && !deadWays[fault].isWritten && !failure?.retrySafe && (failure?.code ?? 'no failure'))).toEqual([])
  })

  it('no secret is in a failure', () => {
    const marked = Object.values(secrets)
    expect(found(({ failure }) => failure && marked.some((secret) => JSON.stringify(failure).includes(secret)) && 'a secret')).toEqual([])
  })

  it('a session is usable afterwards, or said to be lost or busy', () => {
    expect(found(({ standing }) => standing !== undefined && !/^(?:usable|busy|lost: \w+|maxscale\.sessionLost)$/.test(standing) && standing)).toEqual([])
  })
})
