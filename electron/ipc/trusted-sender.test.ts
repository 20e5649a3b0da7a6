import { expect, it } from 'vitest'
import { isTrustedSender } from './trusted-sender.ts'

it('trusts the top frame of our own page, whatever its path', () => {
  expect(isTrustedSender({ url: 'app://tessera/index.html#x', parent: null })).toBe(true)
})

it.each([
  'https://tessera/',
  'app://tessera.evil/',
  'app://evil/tessera',
  'app://tessera@evil/',
  'app://user@tessera/',
  'file:///index.html',
  'about:blank',
  'data:text/html,app://tessera',
  '',
])('refuses a frame of %s', (url) => {
  expect(isTrustedSender({ url, parent: null })).toBe(false)
})

it('refuses a frame inside our page and one that is gone', () => {
  expect(isTrustedSender({ url: 'app://tessera/', parent: {} })).toBe(false)
  expect(isTrustedSender(null)).toBe(false)
  expect(isTrustedSender(undefined)).toBe(false)
})
