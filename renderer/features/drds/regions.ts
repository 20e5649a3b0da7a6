/** Regions with an endpoint in DRDS's own list (help centre, document 134364). */
const documented = [
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-huhehaote',
  'cn-shenzhen', 'cn-zhangjiakou', 'cn-hongkong', 'ap-southeast-1', 'us-east-1',
]

/** The connection's own region first. */
export const regionOptions = (own: string): string[] => [own, ...documented.filter((region) => region !== own)]
