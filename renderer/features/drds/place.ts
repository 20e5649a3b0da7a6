/** Where one is in an account's DRDS. */
export type DrdsPlace =
  | { page: 'instances' }
  | { page: 'instance'; regionId: string; instanceId: string }
  | { page: 'database'; regionId: string; instanceId: string; database: string }
  | { page: 'map' }
  | { page: 'requests' }
  | { page: 'audit' }
