import type { RdsNode } from '../../../../shared/model/drds-database.ts'

/** InstanceStatus of DescribeRdsList (knowledge base 51158; 2 and 4 are not listed there). */
const words = {
  0: 'creating',
  1: 'inUse',
  3: 'deleting',
  5: 'restarting',
  6: 'resizing',
  7: 'restoring',
  8: 'switchingNetwork',
  9: 'migrating',
  10: 'migratingVersion',
  11: 'movingData',
  12: 'makingStandby',
  13: 'importing',
  14: 'importingFromRds',
  15: 'failingOver',
} as const

type RdsStatus = (typeof words)[keyof typeof words]

const statuses = new Map<string, RdsStatus>(Object.entries(words))

/** What the digits say; null for what the document does not list, which is shown as the server writes it. */
export const rdsStatusOf = ({ rawStatus }: Pick<RdsNode, 'rawStatus'>): RdsStatus | null => statuses.get(rawStatus) ?? null

/** Whether weights can be given to it, as far as is known: names instead of digits are not judged. */
export const isInUse = ({ rawStatus }: Pick<RdsNode, 'rawStatus'>): boolean => rawStatus === '1' || !/^\d+$/.test(rawStatus)
