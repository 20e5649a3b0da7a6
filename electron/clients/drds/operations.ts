/** The actions of the document that we call, as a table; behaviour reads it. */

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
}

export const operations = {
  DescribeDrdsInstances: { retry: 'always' },
  DescribeDrdsInstance: { retry: 'always' },
  DescribeDrdsDBs: { retry: 'always' },
  DescribeDrdsDB: { retry: 'always' },
  DescribeDrdsDBIpWhiteList: { retry: 'always' },
  DescribeRdsList: { retry: 'always' },
  DescribeShardDBs: { retry: 'always' },
  DescribeReadOnlyAccount: { retry: 'always' },
  /** Not in the document; the vendor's clients have it for the same version. */
  DescribeRegions: { retry: 'always' },

  /** Buys: the same order twice is two instances and two bills. */
  CreateDrdsInstance: { retry: 'once' },
  /** Sets the whole description, over another's where that came in between. */
  ModifyDrdsInstanceDescription: { retry: 'never' },
  /** The second call meets what the first one began (releasing) and is refused, though it succeeded. */
  RemoveDrdsInstance: { retry: 'never' },
  /** The second call is refused as a duplicate (InvalidDbprefixDuplicated), though the first is under way. */
  CreateDrdsDB: { retry: 'never', secrets: ['Password'] },
  /** The second call is refused (DeleteStatusOrFailed), or takes a database that was made anew under the name. */
  DeleteDrdsDB: { retry: 'never' },
  DeleteFailedDrdsDB: { retry: 'never' },
  /** The present password again is refused (UpdateDbUserPasswordFailed). */
  ModifyDrdsDBPasswd: { retry: 'never', secrets: ['NewPasswd'] },
  /** Appends by default; the document does not say what an entry that is there already does. */
  ModifyDrdsIpWhiteList: { retry: 'never' },
  /** Sets the weights of a primary and its children whole, over another's where they came in between. */
  ModifyRdsReadWeight: { retry: 'never' },
  /** Sets a switch, over another's where that came in between. */
  ModifyFullTableScan: { retry: 'never' },
  /** The second call is refused, for a database has one account. */
  CreateReadOnlyAccount: { retry: 'never', secrets: ['password'] },
  /** After the first call OriginPassword is the wrong one. */
  ModifyReadOnlyAccountPassword: { retry: 'never', secrets: ['OriginPassword', 'NewPasswd'] },
  /** The second call finds no account (InvalidReadOnlyAccount.NotFound). */
  RemoveReadOnlyAccount: { retry: 'never' },
} satisfies Record<string, Operation>

export type Action = keyof typeof operations

export const operationOf = (action: Action): Operation => operations[action]
