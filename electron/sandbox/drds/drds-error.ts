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

/** One row of an error table: code, HTTP status, message. `<name>` is filled in with a parameter's name. */
export type DocumentedError = readonly [code: string, status: number, message: string]

/** 错误代码表 of the appendix, client's and server's side, as printed. */
const appendix = [
  ['MissingParameter', 400, 'The parameter "<name>" is needed but no provided.'],
  ['InvalidParameter', 400, 'The specified parameter "<name>" is not valid.'],
  ['InvalidAccessKeyId.NotFound', 404, 'The Access Key ID provided does not exist in our records.'],
  ['IncompleteSignature', 400, 'The request signature does not conform to Aliyun standards.'],
  ['IllegalTimestamp', 400, 'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.'],
  ['InvalidOwnerId', 400, 'The specified OwnerId is not valid.'],
  ['InvalidOwnerAccount', 400, 'The specified OwnerAccount is not valid.'],
  ['InvalidOwner', 400, "OwnerId and OwnerAccount can't be used at one API access."],
  ['Throttling', 400, 'Request was denied due to request throttling.'],
  ['InvalidAction', 403, 'The specified action is not valid.'],
  ['ActionUnauthorized', 403, 'The specified action is not available for you'],
  ['UnsupportedHTTPMethod', 403, 'This http method not supported.'],
  ['UnsupportedParameter', 400, 'The parameter "<name>" is not supported.'],
  ['Forbidden.InstanceNotFound', 404, 'The specified Instance is not found.'],
  ['Forbidden.RAM', 403, "User not authorized to operate on the specified resource, or this API doesn't support RAM."],
  ['Forbidden.NotSupportRAM', 403, 'This action does not support accessed by RAM mode.'],
  ['Forbidden.RiskControl', 403, 'This operation is forbidden by Aliyun Risk Control system.'],
  ['InsufficientBalance', 400, 'Your account does not have enough balance.'],
  ['Forbidden.Authentication', 403, 'This operation is forbidden by Aliyun Realname Authentication system.'],
  ['Invalid<name>.ValueNotSupported', 400, 'The specified parameter "<name>" is not valid.'],
  ['Invalid<name>.Malformed', 400, 'The specified parameter "<name>" is not valid.'],
  ['ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.'],
  ['InternalServerError', 500, 'The request processing has failed due to some unknown error, exception or failure.'],
] as const satisfies readonly DocumentedError[]

/** What the vendor's gateway answers beyond the document (drds-actions, commonErrors.gateway). */
const gateway = [
  ['SignatureDoesNotMatch', 400, 'Specified signature is not matched with our calculation. server string to sign is:<name>'],
  ['InvalidTimeStamp.Expired', 400, 'Specified time stamp or date value is expired.'],
  ['InvalidTimeStamp.Format', 400, 'Specified time stamp or date value is not well formatted.'],
  ['SignatureNonceUsed', 400, 'Specified signature nonce was used already.'],
  ['InvalidApi.NotFound', 404, 'Specified api is not found,please check your url and method.'],
  ['Missing<name>', 400, '<name> is mandatory for this action.'],
  ['Throttling.User', 400, 'Request was denied due to user flow control.'],
  ['UnsupportedOperation', 400, 'The specified action is not supported.'],
  ['NoSuchVersion', 400, 'The specified version does not exist.'],
] as const satisfies readonly DocumentedError[]

export const commonErrors: readonly DocumentedError[] = [...appendix, ...gateway]

type CommonCode = (typeof appendix)[number][0] | (typeof gateway)[number][0]

/** The common error of this code; `name` is the parameter's, or for SignatureDoesNotMatch the server's string to sign. */
export function commonError(code: CommonCode, name = ''): DrdsError {
  const row = commonErrors.find(([one]) => one === code)
  if (!row) throw new Error(`no common error ${code}`)
  return errorOf(row, name)
}

export const errorOf = ([code, status, message]: DocumentedError, name = '') =>
  new DrdsError(status, code.replace('<name>', () => name), message.replace('<name>', () => name))
