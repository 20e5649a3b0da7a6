/** DRDS as the DRDS OpenAPI 2015-04-13 describes it, with wire spellings settled. */

/** `enums.instanceStatus` of the document: 0…6, plus what we could not read. */
export type DrdsInstanceStatus =
  | 'running' | 'creating' | 'abnormal' | 'expired' | 'releasing' | 'released' | 'locked' | 'unknown'

export interface DrdsVip {
  ip: string
  port: string
  /** internet, intranet or vpc. */
  type: string
  vpcId?: string
  vswitchId?: string
}

/** One item of DescribeDrdsInstances, and what DescribeDrdsInstance answers. */
export interface DrdsInstance {
  id: string
  description: string
  regionId: string
  zoneId: string
  type: 'shared' | 'dedicated' | 'unknown'
  status: DrdsInstanceStatus
  /** The server's own spelling of the status, kept for what we do not know. */
  rawStatus: string
  networkType: string
  /** Epoch milliseconds, where the server sent one. */
  createdAt?: number
  version?: string
  /** Such as drds.small; not every answer has it. */
  specification?: string
  vips: DrdsVip[]
}

export interface DrdsInstanceList {
  instances: DrdsInstance[]
  /** How many there are by the service's own count; more than are shown where it sent only a part of them. */
  total: number
  requestId: string
  elapsedMs: number
}

/** A region of DescribeRegions with its zones. */
export interface DrdsRegion {
  id: string
  name: string
  zones: { id: string; name: string }[]
}
