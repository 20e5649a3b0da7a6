import { describe, expect, it } from 'vitest'
import { Secret } from '../vault/secret.ts'
import { maskOf } from './masking/mask.ts'
import { betweenUs, isPage, pageText } from './page-text.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (page: string) => pageText({ bytes: bytes(page), mask: maskOf([]) })

describe('pageText', () => {
  it('is what a person would read of a page', () => {
    const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>b{}</style></head><body>\n<h1>nginx</h1><script>x()</script> 网关&nbsp;错误</body></html>'
    expect(textOf(page)).toBe('502 Bad Gateway nginx 网关 错误')
  })

  it('is the text itself where there is no markup, cut to what fits, without control characters', () => {
    expect(textOf('busy\u0000 now')).toBe('busy now')
    expect(textOf('x'.repeat(2_000))).toBe(`${'x'.repeat(500)}…`)
    expect(textOf('')).toBe('')
  })
})

it('a secret that looks like markup is hidden before markup is taken out', () => {
  const shown = pageText({ bytes: bytes('<p>accessSecret: hush<b>hush\n  hush</b></p>'), mask: maskOf(['hush<b>hush\n  hush ']) })
  expect(shown).toBe('accessSecret: [secret]')
})

it('a proxy’s page showed the password that the proxy was signed in to with, as it is and in Basic', () => {
  const page = `407: anna:hush hush, Proxy-Authorization: Basic ${Buffer.from('anna:hush hush').toString('base64')}`
  expect(pageText({ bytes: bytes(page), mask: maskOf([new Secret('hush hush')]) })).toBe('407: anna:[secret], Proxy-Authorization: Basic [secret]')
})

it('a proxy is named where the answer may be its own, and not where the server speaks', () => {
  const through = { proxy: 'proxy.corp:3128', headers: {}, bytes: bytes('{}') }
  expect(betweenUs(through, 'server')).toEqual({ proxy: 'proxy.corp:3128' })
  expect(betweenUs({ ...through, headers: { 'content-type': 'text/html' } }, 'permission')).toEqual({ proxy: 'proxy.corp:3128' })
  expect(betweenUs(through, 'permission')).toEqual({})
  expect(betweenUs({ headers: {}, bytes: bytes('') }, 'server')).toEqual({})
})

describe('isPage', () => {
  it('goes by type or by the first tag', () => {
    expect(isPage({ 'content-type': 'text/html; charset=utf-8' }, bytes('{}'))).toBe(true)
    expect(isPage({ 'content-type': 'application/json' }, bytes(' \n<!doctype HTML>'))).toBe(true)
    expect(isPage({}, bytes('<Error><Code>x</Code></Error>'))).toBe(false)
    expect(isPage({}, bytes('{"rows":[{"a":"<html>"}]}'))).toBe(false)
  })
})
