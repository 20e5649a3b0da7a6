import { afterAll, describe, expect, it } from 'vitest'
import { mutate } from './mutate.ts'
import { randomOf } from './random.ts'
import { targets, type TargetName } from './targets.ts'
import { removeOwnFiles } from './targets/own-files.ts'
import { corpusOf } from './worker.ts'

afterAll(removeOwnFiles)

const found = (Object.keys(targets) as TargetName[]).flatMap((target) => corpusOf(target).map(({ name, bytes }) => ({ target, name, bytes })))

describe('bytes that broke something once', () => {
  it.each(found)('are read: $target, $name', async ({ target, bytes }) => {
    expect(await targets[target].run(bytes)).toBeUndefined()
  })
})

it('a run of the fuzzer is the same again with its seed, and another with another', () => {
  const changed = (seed: number): string[] => {
    const random = randomOf(seed)
    return Array.from({ length: 50 }, () => Buffer.from(mutate(new TextEncoder().encode('{"rows":[{"a":1}]}'), random, Uint8Array.of(1, 2, 3), [])).toString('hex'))
  }
  expect(changed(1)).toEqual(changed(1))
  expect(changed(1)).not.toEqual(changed(2))
  expect(new Set(changed(1)).size).toBeGreaterThan(40)
})
