import { describe, expect, it } from 'vitest'
import { bodies, oracleBodies } from '../../../shared/sql/fixtures/bodies.ts'
import { behindMaxScale } from './fixtures/behind-maxscale.ts'

describe('statements that hold statements', () => {
  const { open, run } = behindMaxScale('mariadb')

  it.each([
    ['', bodies],
    ['ORACLE', oracleBodies],
  ])('are what a server takes for one statement, in sql_mode %j', async (mode, list) => {
    const session = await open()
    await run(session, `SET sql_mode = '${mode}'`)
    await run(session, 'CREATE OR REPLACE TABLE t (id INT)')
    for (const body of list) {
      const failed = (await run(session, body)).find((result) => result.kind === 'error')
      expect(failed && [body, failed.message]).toBeUndefined()
    }
  })
})
