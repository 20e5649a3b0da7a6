import { describe, expect, it } from 'vitest'
import { environmentProxy } from './environment-proxy.ts'
import { pacProxy } from './pac-proxy.ts'

const https = new URL('https://dp1.proxy.dms.aliyuncs.com/')
const http = new URL('http://mxs.corp:8989/')

describe('the environment’s proxy', () => {
  it.each([
    [{}, ''],
    [{ HTTPS_PROXY: 'http://a:1' }, 'http://a:1'],
    [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'http://a:1'],
    [{ https_proxy: '', HTTPS_PROXY: 'b:2' }, 'b:2'],
    [{ ALL_PROXY: 'socks5h://c:3' }, 'socks5h://c:3'],
    [{ all_proxy: ' c:3 ', HTTPS_PROXY: '' }, 'c:3'],
    [{ HTTP_PROXY: 'http://a:1' }, ''],
  ])('of %j for https is “%s”', (env, proxy) => {
    expect(environmentProxy(https, env)).toBe(proxy)
  })

  it('is another one for http', () => {
    expect(environmentProxy(http, { HTTPS_PROXY: 'a:1', HTTP_PROXY: 'b:2' })).toBe('b:2')
    expect(environmentProxy(http, { http_proxy: 'c:3' })).toBe('c:3')
    expect(environmentProxy(http, { ALL_PROXY: 'd:4' })).toBe('d:4')
  })

  it.each([
    ['*', 'https://any.where/'],
    ['corp', 'https://db.corp/'],
    ['corp', 'https://corp/'],
    ['.corp', 'https://db.corp/'],
    ['.corp', 'https://corp/'],
    ['*.corp', 'https://a.b.corp/'],
    ['DB.Corp', 'https://db.corp/'],
    ['db.corp.', 'https://db.corp/'],
    ['.bücher.corp', 'https://db.bücher.corp/'],
    ['x.y, db.corp', 'https://db.corp/'],
    ['x.y db.corp', 'https://db.corp:8443/'],
    ['db.corp:443', 'https://db.corp/'],
    ['.corp:8989', 'http://mxs.corp:8989/'],
    ['10.1.2.3', 'https://10.1.2.3/'],
    ['10.0.0.0/8', 'https://10.1.2.3:8443/'],
    ['10.0.0.0/8:8443', 'https://10.1.2.3:8443/'],
    ['0.0.0.0/0', 'https://10.1.2.3/'],
    ['2001:db8::1', 'https://[2001:db8::1]/'],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/'],
    ['2001:db8::/32', 'https://[2001:db8:1::1]/'],
  ])('is passed by where NO_PROXY is %s: %s', (list, url) => {
    expect(environmentProxy(new URL(url), { ALL_PROXY: 'p:1', NO_PROXY: list })).toBe('')
    expect(environmentProxy(new URL(url), { ALL_PROXY: 'p:1', no_proxy: list })).toBe('')
  })

  it.each([
    ['', 'https://db.corp/'],
    [',', 'https://db.corp/'],
    ['.', 'https://db.corp/'],
    ['corp', 'https://dbcorp/'],
    ['orp', 'https://db.corp/'],
    ['.corp', 'https://db.corp.evil/'],
    ['db.corp:8443', 'https://db.corp/'],
    ['db.corp', 'https://corp/'],
    ['10.0.0.0/8', 'https://11.1.2.3/'],
    ['10.0.0.0/33', 'https://10.0.0.0/'],
    ['10.0.0.0/x', 'https://10.0.0.0/'],
    ['0.0.0.0/0', 'https://db.corp/'],
    ['1.2.3.4', 'https://11.2.3.4/'],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]/'],
    ['2001:db8::/32', 'https://10.1.2.3/'],
  ])('is used where NO_PROXY is “%s”: %s', (list, url) => {
    expect(environmentProxy(new URL(url), { ALL_PROXY: 'p:1', NO_PROXY: list })).toBe('p:1')
  })
})

it.each([
  ['DIRECT', ''],
  ['', ''],
  ['PROXY proxy.corp:3128; DIRECT', 'http://proxy.corp:3128'],
  ['HTTPS proxy.corp:443', 'https://proxy.corp:443'],
  ['SOCKS5 proxy.corp:1080;PROXY a:1', 'socks5://proxy.corp:1080'],
  ['SOCKS [::1]:1080', 'socks5://[::1]:1080'],
  // Not one that can be used, which the parser of addresses says.
  ['SOCKS4 proxy.corp:1080', 'socks4://proxy.corp:1080'],
  ['DIRECT; PROXY proxy.corp:3128', ''],
])('a PAC script that answers “%s” means “%s”', (answer, proxy) => {
  expect(pacProxy(answer)).toBe(proxy)
})
