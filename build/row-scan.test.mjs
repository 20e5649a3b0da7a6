import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compiled, written } from './row-scan.mjs'

test('the row scanner that is shipped is the one that its source compiles to', async () => {
  expect(await readFile(written, 'utf8')).toBe(await compiled())
})
