/** An error of the DRDS OpenAPI: what goes into Code, Message and the HTTP status of the answer. */
export class DrdsError extends Error {
  readonly code: string
  readonly status: number

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'DrdsError'
    this.code = code
    this.status = status
  }
}

/** `commonErrors` of drds-actions: what the gateway itself answers, before any action runs. */
export const gatewayError = {
  missing: (name: string) => new DrdsError(400, `Missing${name}`, `${name} is mandatory for this action.`),
  missingParameter: (name: string) =>
    new DrdsError(400, 'MissingParameter', `The parameter "${name}" is needed but no provided.`),
  valueNotSupported: (name: string) =>
    new DrdsError(400, `Invalid${name}.ValueNotSupported`, `The specified parameter "${name}" is not valid.`),
  unsupportedMethod: () => new DrdsError(403, 'UnsupportedHTTPMethod', 'This http method not supported.'),
  unknownApi: () => new DrdsError(404, 'InvalidApi.NotFound', 'Specified api is not found,please check your url and method.'),
  unsupportedOperation: () => new DrdsError(400, 'UnsupportedOperation', 'The specified action is not supported.'),
  unknownVersion: () => new DrdsError(400, 'NoSuchVersion', 'The specified version does not exist.'),
  unknownAccessKey: () => new DrdsError(400, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.'),
  incompleteSignature: () =>
    new DrdsError(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.'),
  illegalTimestamp: () =>
    new DrdsError(
      400,
      'IllegalTimestamp',
      'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.',
    ),
  malformedTimestamp: () =>
    new DrdsError(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.'),
  expiredTimestamp: () => new DrdsError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.'),
  nonceUsed: () => new DrdsError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.'),
  /** The gateway prints what it signed, so that a client can find the first difference. */
  signatureDoesNotMatch: (stringToSign: string) =>
    new DrdsError(
      400,
      'SignatureDoesNotMatch',
      `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
    ),
  unauthorized: () => new DrdsError(403, 'ActionUnauthorized', 'The specified action is not available for you'),
  throttled: () => new DrdsError(400, 'Throttling.User', 'Request was denied due to user flow control.'),
  unavailable: () =>
    new DrdsError(503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'),
} as const
