import { REQUEST_LIMIT_BYTES } from '../../shared/contract/frame.ts'

const run = { runId: 'r', tabId: 't', connectionId: 'c', sql: 'SELECT 1', rowLimit: 10 }

/** Requests that no host may answer with anything but a Failure of the kind `input`; the code it names, where hosts agree. */
export const refusedCalls: ReadonlyArray<{ what: string; request: unknown; code?: string }> = [
  { what: 'an unknown domain', request: { domain: 'nothing', action: 'run', input: run }, code: 'input.unknownCall' },
  { what: 'an unknown action', request: { domain: 'query', action: 'nothing', input: run }, code: 'input.unknownCall' },
  { what: 'the domain __proto__', request: { domain: '__proto__', action: 'toString', input: {} }, code: 'input.unknownCall' },
  { what: 'the action __proto__', request: { domain: 'query', action: '__proto__', input: run }, code: 'input.unknownCall' },
  { what: 'the action constructor', request: { domain: 'query', action: 'constructor', input: run }, code: 'input.unknownCall' },
  { what: 'a key __proto__ in the input', request: { domain: 'query', action: 'run', input: JSON.parse('{"__proto__":{"polluted":true},"sql":"SELECT 1"}') as unknown } },
  { what: 'no request at all', request: null, code: 'input.unknownCall' },
  { what: 'a request that is a text', request: 'query.run', code: 'input.unknownCall' },
  { what: 'an input of a wrong type', request: { domain: 'query', action: 'run', input: 'SELECT 1' }, code: 'input.wrongType' },
  { what: 'an absent field', request: { domain: 'query', action: 'run', input: { ...run, sql: undefined } }, code: 'input.missing' },
  { what: 'an unknown field', request: { domain: 'query', action: 'run', input: { ...run, password: 'x' } }, code: 'input.unknownField' },
  { what: 'an id that is none', request: { domain: 'query', action: 'run', input: { ...run, runId: '../../etc' } }, code: 'input.badFormat' },
  { what: 'more than a request may be', request: { domain: 'query', action: 'run', input: new Uint8Array(REQUEST_LIMIT_BYTES) }, code: 'input.tooLarge' },
]
