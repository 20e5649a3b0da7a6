/** What stands before every action: 公共请求参数, signature, clock, nonce (drds-openapi-2015-04-13 and commonErrors.gateway). */
import type { IncomingMessage } from 'node:http'
import { readBody, urlOf } from '../loopback-http.ts'
import { commonError } from './drds-error.ts'
import { serverSignature, serverStringToSign } from './server-signature.ts'

export interface DrdsAccount {
  accessKeyId: string
  accessKeySecret: string
  /**
   * What stops this key whatever it asks for: actions that RAM forbids it, or an account that may not buy (no balance, no
   * real name, under risk control).
   */
  refusals?: readonly { code: string; actions: readonly string[] }[]
}

export type Parameters = ReadonlyMap<string, string>

/** Whose all sandbox instances are; requests may name one of the two. */
const owner = { id: '1000000000000001', account: 'dba@sandbox' }

const fifteenMinutes = 15 * 60_000

/**
 * Parameters of the query and of a form body; vendor clients send a POST's parameters in either place. Of a name
 * given twice the first counts.
 */
export async function readParameters(request: IncomingMessage): Promise<{ parameters: Parameters; target: string }> {
  const url = urlOf(request)
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  const form = request.method === 'POST' && isForm ? (await readBody(request)).toString('utf8') : ''
  const parameters = new Map<string, string>()
  for (const [name, value] of [...url.searchParams, ...new URLSearchParams(form)])
    if (!parameters.has(name)) parameters.set(name, value)
  return { parameters, target: `${url.pathname}?${[...parameters].map(([name, value]) => `${name}=${value}`).join('&')}` }
}

/** The gateway of one server: it remembers nonces for as long as a replay could pass the clock's check. */
export class Gateway {
  readonly #accounts: readonly DrdsAccount[]
  readonly #isAction: (name: string) => boolean
  readonly #nonces = new Map<string, number>()

  constructor(accounts: readonly DrdsAccount[], isAction: (name: string) => boolean) {
    this.#accounts = accounts
    this.#isAction = isAction
  }

  /** Answers the account that signed the request, or throws the DrdsError of the first check that fails. */
  admit(method: string, parameters: Parameters, now: number): DrdsAccount {
    if (method !== 'GET' && method !== 'POST') throw commonError('UnsupportedHTTPMethod')
    const action = required(parameters, 'Action')
    const version = required(parameters, 'Version')
    if (!/^\d{4}-\d\d-\d\d$/.test(version)) throw commonError('InvalidParameter', 'Action or Version')
    if (version !== '2015-04-13') throw commonError('NoSuchVersion')
    if (!/^[A-Za-z]+$/.test(action)) throw commonError('InvalidAction')
    if (!this.#isAction(action)) throw commonError('InvalidApi.NotFound')
    const accessKeyId = required(parameters, 'AccessKeyId')
    if (required(parameters, 'SignatureMethod') !== 'HMAC-SHA1') throw commonError('IncompleteSignature')
    if (required(parameters, 'SignatureVersion') !== '1.0') throw commonError('IncompleteSignature')
    checkTimestamp(parameters.get('Timestamp'), now)
    const nonce = required(parameters, 'SignatureNonce')
    const signature = required(parameters, 'Signature')
    const account = this.#accounts.find((one) => one.accessKeyId === accessKeyId)
    if (!account) throw commonError('InvalidAccessKeyId.NotFound')
    const stringToSign = serverStringToSign(method, parameters)
    if (serverSignature(stringToSign, account.accessKeySecret) !== signature)
      throw commonError('SignatureDoesNotMatch', stringToSign)
    this.#useNonce(`${accessKeyId} ${nonce}`, now)
    checkOwner(parameters)
    return account
  }

  #useNonce(nonce: string, now: number): void {
    for (const [used, at] of this.#nonces) if (Math.abs(now - at) > 2 * fifteenMinutes) this.#nonces.delete(used)
    if (this.#nonces.has(nonce)) throw commonError('SignatureNonceUsed')
    this.#nonces.set(nonce, now)
  }
}

function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name)
  if (!value) throw commonError('Missing<name>', name)
  return value
}

function checkTimestamp(timestamp: string | undefined, now: number): void {
  if (!timestamp) throw commonError('IllegalTimestamp')
  const at = Date.parse(timestamp)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) || Number.isNaN(at)) throw commonError('InvalidTimeStamp.Format')
  if (Math.abs(now - at) > fifteenMinutes) throw commonError('InvalidTimeStamp.Expired')
}

function checkOwner(parameters: Parameters): void {
  const id = parameters.get('OwnerId')
  const account = parameters.get('OwnerAccount')
  if (id && account) throw commonError('InvalidOwner')
  if (id && id !== owner.id) throw commonError('InvalidOwnerId')
  if (account && account !== owner.account) throw commonError('InvalidOwnerAccount')
}
