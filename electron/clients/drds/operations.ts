/** The actions of the document that we call, as a table; behaviour reads it. */
import { answerBound, shortAnswer, type AnswerBound } from '../../http/answer-bounds.ts'

export interface Operation {
  /** Parameters that are secrets, as the wire spells them; with one, the action goes by POST with a form body. */
  secrets?: readonly string[]
  /**
   * - `always`: reads, on throttling and where the network failed.
   * - `never`: changes. 2015-04-13 has no ClientToken, so after a lost answer a second call may act twice, be refused
   *   for what the first one did, or undo what somebody else did in between. Only a refused clock is tried again, once: it is refused before anything runs.
   * - `once`: one request, whatever is answered.
   */
  retry: 'always' | 'never' | 'once'
  answer: AnswerBound
}

/** Lists come whole: an instance takes 600 bytes and a shard 400, so these are 6,000 and more of them. */
const list = answerBound(4)

export const operations = {
  DescribeDrdsInstances: { retry: 'always', answer: list },
  DescribeDrdsInstance: { retry: 'always', answer: shortAnswer },
  DescribeDrdsDBs: { retry: 'always', answer: list },
  DescribeDrdsDB: { retry: 'always', answer: shortAnswer },
  DescribeDrdsDBIpWhiteList: { retry: 'always', answer: list },
  DescribeRdsList: { retry: 'always', answer: list },
  DescribeShardDBs: { retry: 'always', answer: list },
  DescribeReadOnlyAccount: { retry: 'always', answer: shortAnswer },
  /** Not in the document; the vendor's clients have it for the same version. */
  DescribeRegions: { retry: 'always', answer: list },

  /** Buys: the same order twice is two instances and two bills. */
  CreateDrdsInstance: { retry: 'once', answer: shortAnswer },
  /** Sets the whole description, over another's where that came in between. */
  ModifyDrdsInstanceDescription: { retry: 'never', answer: shortAnswer },
  /** The second call meets what the first one began (releasing) and is refused, though it succeeded. */
  RemoveDrdsInstance: { retry: 'never', answer: shortAnswer },
  /** The second call is refused as a duplicate (InvalidDbprefixDuplicated), though the first is under way. */
  CreateDrdsDB: { retry: 'never', answer: shortAnswer, secrets: ['Password'] },
  /** The second call is refused (DeleteStatusOrFailed), or takes a database that was made anew under the name. */
  DeleteDrdsDB: { retry: 'never', answer: shortAnswer },
  DeleteFailedDrdsDB: { retry: 'never', answer: shortAnswer },
  /** The present password again is refused (UpdateDbUserPasswordFailed). */
  ModifyDrdsDBPasswd: { retry: 'never', answer: shortAnswer, secrets: ['NewPasswd'] },
  /** Appends by default; the document does not say what an entry that is there already does. */
  ModifyDrdsIpWhiteList: { retry: 'never', answer: shortAnswer },
  /** Sets the weights of a primary and its children whole, over another's where they came in between. */
  ModifyRdsReadWeight: { retry: 'never', answer: shortAnswer },
  /** Sets a switch, over another's where that came in between. */
  ModifyFullTableScan: { retry: 'never', answer: shortAnswer },
  /** The second call is refused, for a database has one account. */
  CreateReadOnlyAccount: { retry: 'never', answer: shortAnswer, secrets: ['password'] },
  /** After the first call OriginPassword is the wrong one. */
  ModifyReadOnlyAccountPassword: { retry: 'never', answer: shortAnswer, secrets: ['OriginPassword', 'NewPasswd'] },
  /** The second call finds no account (InvalidReadOnlyAccount.NotFound). */
  RemoveReadOnlyAccount: { retry: 'never', answer: shortAnswer },
} satisfies Record<string, Operation>

export type Action = keyof typeof operations

export const operationOf = (action: Action): Operation => operations[action]
