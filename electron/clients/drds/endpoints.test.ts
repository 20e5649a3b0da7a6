import { expect, it } from 'vitest'
import { endpointOf } from './endpoints.ts'

it.each([
  ['cn-hangzhou', '', 'https://drds.cn-hangzhou.aliyuncs.com/'],
  ['ap-southeast-1', '', 'https://drds.ap-southeast-1.aliyuncs.com/'],
  ['eu-central-1', '', 'https://drds.ap-southeast-1.aliyuncs.com/'],
  ['cn-wuhan', '', 'https://drds.aliyuncs.com/'],
  ['cn-hangzhou', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
  ['cn-hangzhou', 'https://drds.example.com?x=1', 'https://drds.example.com/'],
  ['cn-hangzhou', 'https://gw.corp/drds', 'https://gw.corp/drds/'],
  ['cn-hangzhou', 'https://gw.corp:8443/a%20b/drds//', 'https://gw.corp:8443/a%20b/drds/'],
])('%s with the override "%s" is served by %s', (region, override, expected) => {
  expect(endpointOf(region, override)).toBe(expected)
})
