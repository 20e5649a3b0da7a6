/** What a call to the DRDS OpenAPI is made with, and what is told about it. */
import type { DrdsCallDetail } from '../../../shared/model/drds-call.ts'
import type { Route } from '../../http/proxy.ts'
import type { Secret } from '../../vault/secret.ts'

export interface DrdsAccess extends Route {
  regionId: string
  /** Overrides the region's own endpoint; empty for the region's. */
  endpoint: string
  accessKeyId: string
  accessKeySecret: Secret
  format: 'JSON' | 'XML'
  /** Where parameters that are passwords travel: in a form body, or, where only GET passes, in the URL. */
  passwordPlace: 'body' | 'url'
  /** For the whole call, retries included; waiting for its turn is not counted. */
  timeoutMs: number
  /** Whose call it is, for `observe`. */
  connectionId?: string
}

/** What tests pin; absent for the real ones. */
export interface DrdsCallOptions {
  /** Aborting ends the call wherever it is: waiting for its turn, sent, or waiting for another attempt. */
  signal?: AbortSignal
  /** Epoch milliseconds. */
  now?: () => number
  nonce?: () => string
}

/** One attempt as it was sent and answered, with secret parameter values masked. `failure` is a failure's code. */
export type ObservedCall = Omit<DrdsCallDetail, 'id' | 'connectionId'> & { connectionId: string | undefined }
