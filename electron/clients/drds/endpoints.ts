/** Where each region's service answers: the vendor's table of 2019, and its clients' map of 2020 for the rest. */

/** "DRDS API的服务接入地址为：drds.aliyuncs.com" (服务地址). */
const central = 'drds.aliyuncs.com'

/** Regions with an endpoint of their own. */
const regional = new Set([
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-huhehaote', 'cn-shenzhen', 'cn-zhangjiakou',
  'cn-hongkong', 'ap-southeast-1', 'us-east-1',
])
/** Regions that Singapore answers for. */
const bySingapore = new Set([
  'ap-south-1', 'eu-central-1', 'us-west-1', 'rus-west-1-pop', 'eu-west-1', 'eu-west-1-oxs', 'ap-northeast-1',
  'me-east-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-5', 'ap-northeast-2-pop',
])

/** The URL that requests for a region go to, ending in a slash; `override` is a connection's own endpoint with its path, or empty. */
export function endpointOf(regionId: string, override: string): string {
  if (override) {
    const { origin, pathname } = new URL(override)
    return `${origin}${pathname.replace(/\/+$/, '')}/`
  }
  if (regional.has(regionId)) return `https://drds.${regionId}.aliyuncs.com/`
  return `https://${bySingapore.has(regionId) ? 'drds.ap-southeast-1.aliyuncs.com' : central}/`
}
