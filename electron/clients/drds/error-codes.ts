/**
 * 错误码 of every action, 错误代码表 of the appendix and what the gateway before them answers, each with the texts that
 * explain it. In lower case: codes are compared without case, for the document spells some both ways.
 */
import type { FailureCode, FailureKind } from '../../../shared/model/failure.ts'

export type Explanation = readonly [FailureKind, FailureCode]

/** The gateway: credentials, clock, protocol, and what an account may do at all. */
const gateway = {
  signaturedoesnotmatch: ['signIn', 'drds.signatureMismatch'],
  incompletesignature: ['signIn', 'drds.incompleteSignature'],
  'invalidaccesskeyid.notfound': ['signIn', 'drds.unknownAccessKey'],
  'invalidaccesskeyid.inactive': ['signIn', 'drds.unknownAccessKey'],
  'invalidtimestamp.expired': ['signIn', 'drds.clockSkew'],
  // Its message says that Timestamp is not supplied; old gateways answer it for a wrong clock.
  illegaltimestamp: ['signIn', 'drds.clockSkew'],
  'invalidtimestamp.format': ['signIn', 'drds.timestampFormat'],
  signaturenonceused: ['server', 'drds.nonceUsed'],
  throttling: ['throttled', 'drds.throttled'],
  'throttling.user': ['throttled', 'drds.throttled'],
  'throttling.api': ['throttled', 'drds.throttled'],
  actionunauthorized: ['permission', 'drds.notPermitted'],
  'forbidden.ram': ['permission', 'drds.notPermitted'],
  'forbidden.notsupportram': ['permission', 'drds.noRam'],
  'forbidden.riskcontrol': ['permission', 'drds.riskControl'],
  'forbidden.authentication': ['permission', 'drds.realName'],
  'forbidden.instancenotfound': ['input', 'drds.instanceGone'],
  insufficientbalance: ['permission', 'drds.balance'],
  invalidownerid: ['input', 'drds.invalidOwner'],
  invalidowneraccount: ['input', 'drds.invalidOwner'],
  invalidowner: ['input', 'drds.ownerTwice'],
  invalidaction: ['input', 'drds.wrongEndpoint'],
  'invalidapi.notfound': ['input', 'drds.wrongEndpoint'],
  'invalidproduct.notfound': ['input', 'drds.wrongEndpoint'],
  nosuchversion: ['input', 'drds.wrongEndpoint'],
  unsupportedoperation: ['input', 'drds.unsupportedOperation'],
  unsupportedhttpmethod: ['input', 'drds.httpMethod'],
  'invalidprotocol.needssl': ['input', 'drds.needsTls'],
  missingparameter: ['input', 'drds.missingParameter'],
  unsupportedparameter: ['input', 'drds.unsupportedParameter'],
  invalidparameter: ['input', 'drds.invalidParameter'],
  serviceunavailable: ['server', 'drds.unavailable'],
  internalservererror: ['server', 'drds.serverError'],
  internalerror: ['server', 'drds.serverError'],
} as const satisfies Record<string, Explanation>

/** Drds实例相关接口. */
const instances = {
  serviceunable: ['permission', 'drds.notOpened'],
  parametererror: ['input', 'drds.orderParameter'],
  operationdenied: ['server', 'drds.outOfResources'],
  'quotaexceeded.drdinstance': ['input', 'drds.instanceQuota'],
  // The document's spelling has probably lost an S (inconsistency 21).
  'quotaexceeded.drdsinstance': ['input', 'drds.instanceQuota'],
  'instanceexceedlimit.error': ['input', 'drds.tooManyInstances'],
  'invalidregionid.notfound': ['input', 'drds.unknownRegion'],
  'invalidparameter.regionid': ['input', 'drds.invalidRegion'],
  'invalidparameter.zoneid': ['input', 'drds.invalidZone'],
  'invalidzoneid.mismatch': ['input', 'drds.zoneMismatch'],
  'invaliddescription.malformed': ['input', 'drds.invalidDescription'],
  'communicatewithmanager.error': ['server', 'drds.managerSilent'],
  'createdrdsinstanceid.error': ['server', 'drds.instanceIdFailed'],
  'lowinventory.servererror': ['server', 'drds.soldOut'],
  'publicinstancealreadyexist.error': ['input', 'drds.sharedExists'],
  'anotherorderexist.error': ['input', 'drds.anotherOrder'],
  'invaliddrdsinstancetype.error': ['input', 'drds.sharedInVpc'],
  'invalidparameter.quantity': ['input', 'drds.invalidQuantity'],
  'invalidparameter.paytype': ['input', 'drds.invalidPayType'],
  'invalidparameter.specification': ['input', 'drds.invalidSpecification'],
  invalidvpcid: ['input', 'drds.invalidVpc'],
  invalidvswitchid: ['input', 'drds.invalidVswitch'],
  'queryvswitchfailed.invalidvpcidorservererror': ['input', 'drds.vswitchLookup'],
  'regionnotsupportvpc.error': ['input', 'drds.regionWithoutVpc'],
  'invaliddrdsinstanceid.notfound': ['input', 'drds.unknownInstance'],
  removedrdsdbfirst: ['input', 'drds.databasesFirst'],
} as const satisfies Record<string, Explanation>

/** DRDS数据库相关接口, read weights and accounts. */
const databases = {
  // Several meanings (inconsistency 22): only the server's words tell which.
  'invalidparameter.mismatch': ['input', 'drds.mismatch'],
  'invaliddbname.notfound': ['input', 'drds.unknownDatabase'],
  'invaliddbname.malformed': ['input', 'drds.invalidDatabaseName'],
  invalidparameter_dbprefixcannotendwithunderline: ['input', 'drds.databaseUnderscore'],
  invaliddbprefixduplicated: ['input', 'drds.databaseExists'],
  'invalidencode.valuenotsupported': ['input', 'drds.invalidEncoding'],
  'quotaexceeded.drdsdb': ['input', 'drds.databaseQuota'],
  'operationdenied.rdsdbnameexists': ['input', 'drds.rdsDatabaseExists'],
  'operationdenied.rdsaccountexists': ['input', 'drds.rdsAccountExists'],
  'invalidrds.regionnotmatch': ['input', 'drds.rdsOtherRegion'],
  drdsversionisold: ['input', 'drds.versionOld'],
  dbiscreating: ['input', 'drds.databaseCreating'],
  'invaliddbname.deletestatusorfailed': ['input', 'drds.databaseDeleting'],
  'invaliddbstatus.notrunning': ['input', 'drds.databaseNotRunning'],
  'invalidinstancestatus.notrunning': ['input', 'drds.instanceNotRunning'],
  'operationdenied.drdsinstanceupgrading': ['server', 'drds.instanceUpgrading'],
  'invalidaction.conflictwithanotheraction': ['server', 'drds.conflict'],
  'invalidparameter.tablenotfound': ['input', 'drds.unknownTable'],
  'invalidparameter.invalidmaininstance': ['input', 'drds.invalidPrimary'],
  'invalidparameter.illegalweightparameter': ['input', 'drds.invalidWeights'],
  'invalidparameter.invalidrdsreadinstance_notfound': ['input', 'drds.unknownReadInstance'],
  'invalidstatus.rdsreadinstance': ['input', 'drds.readInstanceState'],
  'invalidmaininstance.weightnotfound': ['input', 'drds.noWeights'],
  'invalidpassword.malformed': ['input', 'drds.invalidPassword'],
  'invalidnewpasswd.malformed': ['input', 'drds.invalidPassword'],
  'invaliddbusername.notfound': ['input', 'drds.databaseUserMissing'],
  // Two actions, two spellings (inconsistency 19).
  updatedbuserpasswordfailed: ['server', 'drds.passwordNotChanged'],
  'updatedbuserpassword.failed': ['server', 'drds.passwordNotChanged'],
  'createreadonlyaccount.failed': ['server', 'drds.accountNotCreated'],
  'invalidreadonlyaccount.notfound': ['input', 'drds.unknownAccount'],
  'operationfailed.removedbuserfailed': ['server', 'drds.accountNotRemoved'],
} as const satisfies Record<string, Explanation>

const explanations = new Map<string, Explanation>(Object.entries({ ...gateway, ...instances, ...databases }))

/** A code that means something else in one action: that of a wrong password here is that of the present one, too. */
const byAction = new Map<string, Explanation>([['modifyreadonlyaccountpassword invalidpassword.malformed', ['input', 'drds.wrongOldPassword']]])

/** Codes that carry a parameter's name: `Missing{Name}`, `Invalid<Name>.ValueNotSupported`, `Invalid<Name>.Malformed`. */
const patterns: readonly (readonly [RegExp, Explanation])[] = [
  [/^missing(\w+)$/i, ['input', 'drds.missingParameter']],
  [/^invalid(\w+)\.valuenotsupported$/i, ['input', 'drds.valueNotSupported']],
  [/^invalid(\w+)\.malformed$/i, ['input', 'drds.malformed']],
]

/** A parameter that the message names in quotes, as "The parameter "<parameter name>" is needed but no provided." */
const quoted = /parameter "([^"]{1,100})"/i

/** What explains an error code, and the parameter that it is about ('' where it names none); undefined for an unknown code. */
export function explain(action: string, code: string, message: string): { explanation: Explanation; parameter: string } | undefined {
  const known = byAction.get(`${action} ${code}`.toLowerCase()) ?? explanations.get(code.toLowerCase())
  if (known) return { explanation: known, parameter: quoted.exec(message)?.[1] ?? '' }
  for (const [pattern, explanation] of patterns) {
    const parameter = pattern.exec(code)?.[1]
    if (parameter !== undefined) return { explanation, parameter }
  }
  return undefined
}
