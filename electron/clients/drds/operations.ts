/** The actions of the document that we call, as a table; behaviour reads it. */

export interface Operation {
  /** GET signs and carries parameters in the URL: only for actions whose parameters hold no secret. */
  method: 'GET' | 'POST'
  /** `always`: reads, which a second call does not change. `never`: the document has no ClientToken, a retry may act twice. */
  retry: 'always' | 'never'
}

export const operations = {
  DescribeDrdsInstances: { method: 'GET', retry: 'always' },
  /** Not in the document; the vendor's clients have it for the same version. */
  DescribeRegions: { method: 'GET', retry: 'always' },
} satisfies Record<string, Operation>

export type Action = keyof typeof operations
