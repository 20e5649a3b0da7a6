/** Regions of `endpointsByRegionDocs2019` (drds-actions), with a few zones each. */
export interface Zone {
  regionId: string
  regionName: string
  zoneId: string
  zoneName: string
}

const regions: [regionId: string, regionName: string, zones: string][] = [
  ['cn-hangzhou', '华东 1（杭州）', 'bef'],
  ['cn-shanghai', '华东 2（上海）', 'bde'],
  ['cn-qingdao', '华北 1（青岛）', 'bc'],
  ['cn-beijing', '华北 2（北京）', 'ace'],
  ['cn-zhangjiakou', '华北 3（张家口）', 'ab'],
  ['cn-huhehaote', '华北 5（呼和浩特）', 'ab'],
  ['cn-shenzhen', '华南 1（深圳）', 'bde'],
  ['cn-hongkong', '中国（香港）', 'bc'],
  ['ap-southeast-1', '新加坡', 'ab'],
  ['us-east-1', '美国（弗吉尼亚）', 'ab'],
]

export const zones: readonly Zone[] = regions.flatMap(([regionId, regionName, letters]) =>
  [...letters].map((letter) => ({
    regionId,
    regionName,
    // Regions that end in a digit name their zones without a dash: ap-southeast-1a.
    zoneId: /\d$/.test(regionId) ? regionId + letter : `${regionId}-${letter}`,
    zoneName: `可用区 ${letter.toUpperCase()}`,
  })),
)

export const isRegion = (regionId: string) => zones.some((zone) => zone.regionId === regionId)

/** "该区域不支持创建VPC实例": classic networks only. */
export const regionsWithoutVpc: ReadonlySet<string> = new Set(['cn-qingdao', 'cn-huhehaote'])
