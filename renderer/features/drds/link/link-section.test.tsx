// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { DrdsLink, DrdsLinkTarget } from '../../../../shared/model/drds-link.ts'
import { connectionId } from '../../../../shared/model/ids.ts'
import { dms, openPage, prepareJsdom } from '../fixtures/open-page.tsx'
import { LinkSection } from './link-section.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const at = { regionId: 'cn-hangzhou', instanceId: 'drds1', database: 'shop' }
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

/** Main keeps one link. */
async function open(target: DrdsLinkTarget | null, connections = [dms]) {
  let link: DrdsLink | null = target && { ...at, target }
  const page = openPage(
    <LinkSection at={at} />,
    {
      links: () => [{ ...at, database: 'shop_archive', target: { connectionId: dms.id, schema: 'other' } }, ...(link ? [link] : [])],
      setLink: (input) => {
        const { target: next } = input as { target: DrdsLinkTarget | null }
        link = next && { ...at, target: next }
        return null
      },
    },
    connections,
  )
  await page.settle()
  return page
}

test('a database is linked to a connection under its own name unless another is typed, and then queried', async () => {
  const page = await open(null)
  press('Link to a connection')
  expect(screen.getByLabelText<HTMLInputElement>('Database in that connection').value).toBe('shop')
  fireEvent.submit(screen.getByLabelText('Database in that connection').closest('form')!)
  await page.settle()
  expect(page.sent.at(-2)).toMatchObject({ action: 'setLink', input: { at: { connectionId: 'd', ...at }, target: { connectionId: 's', schema: 'shop' } } })
  press('Query this database')
  expect(page.opened).toEqual([{ connectionId: 's', schema: 'shop' }])
})

test('unlinking asks main, and the section explains itself again', async () => {
  const page = await open({ connectionId: dms.id, schema: 'shop' })
  press('Unlink')
  await page.settle()
  expect(page.sent.at(-2)).toMatchObject({ action: 'setLink', input: { target: null } })
  expect(screen.getByText(/The DRDS OpenAPI does not run SQL/)).toBeTruthy()
})

test('without a connection that runs SQL it says what to do, and offers nothing', async () => {
  await open(null, [])
  expect(screen.getByText(/There is no DMS or MaxScale connection/)).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

test('a link to a deleted connection says so and cannot be queried', async () => {
  await open({ connectionId: connectionId('gone'), schema: 'shop' })
  expect(screen.getByText(/connection was deleted/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Query this database' })).toBeNull()
})

test('a production database behind a connection that is marked as another environment says so', async () => {
  await open({ connectionId: dms.id, schema: '' })
  expect(screen.getByText('The environment of that connection is Development, that of this account Production.')).toBeTruthy()
  expect(screen.getByText('the connection’s default database')).toBeTruthy()
})
