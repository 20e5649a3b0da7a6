import { expect, it } from 'vitest'
import { fileFor, isNewer, readFeed } from './feed.ts'
import { isItsTurn } from './staging.ts'

const sha512 = `${'A'.repeat(86)}==`
const file = (url: string, more = '') => `  - url: ${url}\n    sha512: ${sha512}\n    size: 10\n${more}`
const feed = (files: string, version = '1.2.3', more = '') => readFeed(`version: ${version}\nfiles:\n${files}path: x\n${more}`)

it('reads a feed as electron-builder writes it', () => {
  expect(feed(file('Tessera-1.2.3.exe', '    blockMapSize: 4\n'), '1.2.3', "releaseDate: '2026-12-01T00:00:00.000Z'\nstagingPercentage: 10\n")).toEqual({
    version: '1.2.3', files: [{ url: 'Tessera-1.2.3.exe', sha512, size: 10 }], releaseDate: '2026-12-01T00:00:00.000Z', releaseNotes: '', stagingPercentage: 10,
  })
})

it('reads no feed where a file lies elsewhere, has no size or hash, or the version is none', () => {
  for (const url of ['https://evil.example/a.exe', '//evil.example/a.exe', '../a.exe', 'a/b.exe', '"a\\\\b.exe"', '.exe', '"a b.exe"', '"a.exe;rm"', '"%2e%2e%2fa.exe"']) {
    expect(feed(file(url))).toBeNull()
  }
  expect(readFeed(`version: 1.2.3\nfiles:\n  - url: a.exe\n    sha512: short\n    size: 10\n`)).toBeNull()
  expect(readFeed(`version: 1.2.3\nfiles:\n  - url: a.exe\n    sha512: ${sha512}\n`)).toBeNull()
  for (const version of ['1.2', 'v1.2.3', 'latest', '1.2.3.4', '" 1.2.3"']) expect(feed(file('a.exe'), version)).toBeNull()
  for (const text of ['', '[]', ': :', 'a: &a [*a]', '<html></html>', '!!js/function "x"']) expect(readFeed(text)).toBeNull()
})

it('chooses the package of this installation’s kind and architecture', () => {
  const both = feed(file('T-x64.zip') + file('T-arm64.zip') + file('T-x64.dmg'))!
  expect(fileFor(both, 'zip', 'x64')?.url).toBe('T-x64.zip')
  expect(fileFor(both, 'zip', 'arm64')?.url).toBe('T-arm64.zip')
  expect(fileFor(both, 'exe', 'x64')).toBeNull()
  expect(fileFor(both, 'dmg', 'arm64')).toBeNull()
})

it('goes to newer versions only, and to trial versions from trial versions only', () => {
  expect(['1.2.4', '1.3.0', '2.0.0', '1.10.0'].map((version) => isNewer(version, '1.2.3'))).toEqual([true, true, true, true])
  expect(['1.2.3', '1.2.2', '0.9.9', '1.2.3+build', '1.3.0-beta.1'].map((version) => isNewer(version, '1.2.3'))).toEqual([false, false, false, false, false])
  expect(isNewer('1.3.0-beta.2', '1.3.0-beta.1')).toBe(true)
  expect(isNewer('1.3.0', '1.3.0-beta.1')).toBe(true)
})

it('hands a version to about as many installations as its stage says, others for the next version', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `installation ${at}`)
  const first = ids.filter((id) => isItsTurn(id, '1.0.0', 20))
  expect(first.length / ids.length).toBeCloseTo(0.2, 1)
  expect(first.every((id) => isItsTurn(id, '1.0.0', 50))).toBe(true)
  expect(first.every((id) => isItsTurn(id, '1.0.1', 20))).toBe(false)
  expect(ids.every((id) => isItsTurn(id, '1.0.0', 100))).toBe(true)
  expect(ids.some((id) => isItsTurn(id, '1.0.0', 0))).toBe(false)
})
