// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { CreateDatabaseForm } from './create-database-form.tsx'
import { at, openPart, prepareJsdom, press, type } from './fixtures/open-part.tsx'

beforeAll(prepareJsdom)
afterEach(cleanup)

const open = (onCreated: (name: string) => void = () => {}, onPropose?: Parameters<typeof openPart>[2]) =>
  openPart(<CreateDatabaseForm at={{ regionId: at.regionId, instanceId: at.instanceId }} onClose={() => {}} onCreated={onCreated} />, {}, onPropose)

test('the name complains as one types, not while nothing was typed', () => {
  open()
  expect(screen.queryByRole('alert')).toBeNull()
  type('Database name', 'Crm')
  expect(screen.getByText("A database name must start with a lower-case letter.")).toBeTruthy()
  type('Database name', 'crm_')
  expect(screen.getByText("A database name cannot end with an underscore.")).toBeTruthy()
  type('Database name', 'crm')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('nothing is proposed while fields are wrong; all of them complain', () => {
  const { proposed } = open()
  press('Review')
  expect(proposed).toEqual([])
  expect(screen.getByText('Enter a database name.')).toBeTruthy()
  expect(screen.getByText('The password needs 8 to 30 characters; this one has 0.')).toBeTruthy()
  expect(screen.getByText('A database needs at least one RDS instance.')).toBeTruthy()
})

test('RDS instances of other databases are ticked, others typed beside them', async () => {
  const onCreated = vi.fn<(name: string) => void>()
  const { proposed } = open(onCreated)
  type('Database name', 'crm')
  type('Account password', 'long enough')
  fireEvent.click(await screen.findByRole('checkbox', { name: 'rm-1' }))
  type('RDS instances', `${screen.getByLabelText<HTMLTextAreaElement>('RDS instances').value}, rm-free`)
  fireEvent.click(screen.getByRole('radio', { name: 'gbk' }))
  press('Review')
  await waitFor(() => expect(onCreated).toHaveBeenCalledWith('crm'))
  expect(proposed).toEqual([{ kind: 'createDatabase', at: { ...at, database: 'crm' }, encode: 'gbk', rdsInstances: ['rm-1', 'rm-free'], password: 'long enough' }])
})

test('a plan stood on top of its form: it takes its place, and gives it back as it was filled when it is left', async () => {
  const onCreated = vi.fn<(name: string) => void>()
  let leave: (outcome: null) => void = () => {}
  const { proposed } = open(onCreated, () => new Promise<null>((resolve) => (leave = resolve)))
  type('Database name', 'crm')
  type('Account password', 'long enough')
  type('RDS instances', 'rm-free')
  press('Review')
  await waitFor(() => expect(proposed).toHaveLength(1))
  expect(screen.queryByRole('dialog')).toBeNull()
  leave(null)
  expect((await screen.findByLabelText<HTMLInputElement>('Database name')).value).toBe('crm')
  expect(screen.getByLabelText<HTMLInputElement>('Account password').value).toBe('long enough')
  expect(onCreated).not.toHaveBeenCalled()
})

test('a password is hidden until it is shown, and one that was generated is shown at once', () => {
  open()
  const field = () => screen.getByLabelText<HTMLInputElement>('Account password')
  expect(field().type).toBe('password')
  press('Show password')
  expect(field().type).toBe('text')
  press('Hide password')
  press('Generate')
  expect([field().type, passwordProblem(field().value)]).toEqual(['text', undefined])
})
