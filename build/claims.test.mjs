import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url)
const pages = ['SECURITY.md', 'PRIVACY.md', 'RELEASING.md']

/** The rows of a page's tables without their heads: what is promised, and what is said to hold it. */
function promisesOf(page) {
  const lines = readFileSync(new URL(page, root), 'utf8').split('\n')
  return lines.flatMap((line, number) => {
    const isRow = line.startsWith('|') && !line.startsWith('|---') && !lines[number + 1]?.startsWith('|---')
    if (!isRow) return []
    const cells = line.replaceAll('\\|', '\0').split('|').slice(1, -1).map((cell) => cell.replaceAll('\0', '|').trim())
    return [{ line: number + 1, promise: cells[0], proofs: cells.at(-1).split('<br>') }]
  })
}

/** What is wrong with `path` › title, or nothing. */
function faultOf(proof) {
  const [, path, title] = /^`([^`]+)` › (.+)$/.exec(proof.trim()) ?? []
  if (path === undefined) return `names no test: ${proof}`
  if (!/\.(test|spec)\.(tsx?|mjs)$/.test(path)) return `${path} is no file of tests`
  const file = new URL(path, root)
  if (!existsSync(file)) return `${path} does not exist`
  const plain = (text) => text.replaceAll(/\\(?=['"`])/g, '')
  return plain(readFileSync(file, 'utf8')).includes(title.trim()) ? null : `${path} has no test "${title}"`
}

describe.each(pages)('%s', (page) => {
  it('names for each promise a test that exists', () => {
    const faults = promisesOf(page).flatMap(({ line, proofs }) => proofs.map(faultOf).filter((fault) => fault !== null).map((fault) => `${page}:${line} ${fault}`))
    expect(faults).toEqual([])
  })

  it('promises nothing twice', () => {
    const promises = promisesOf(page).map(({ promise }) => promise)
    expect(promises.filter((promise, position) => promises.indexOf(promise) !== position)).toEqual([])
  })
})

it('a promise without a test, or with one that is gone, is told', () => {
  expect(faultOf('by eye')).toBe('names no test: by eye')
  expect(faultOf('`electron/gone.test.ts` › holds')).toBe('electron/gone.test.ts does not exist')
  expect(faultOf('`electron/log/log.ts` › holds')).toBe('electron/log/log.ts is no file of tests')
  expect(faultOf('`build/layers.test.mjs` › no such title here')).toBe('build/layers.test.mjs has no test "no such title here"')
})
