import { expect, it } from 'vitest'
import { CallGate } from './call-gate.ts'

const later = () => Promise.withResolvers<string>()

it('a cancel waits for the poll under way, and the next poll for the cancel', async () => {
  const gate = new CallGate()
  const order: string[] = []
  const [poll, cancel] = [later(), later()]
  const polling = gate.pass(() => poll.promise).then((what) => order.push(what))
  const cancelling = gate.alone(() => (order.push('cancel sent'), cancel.promise), 10_000).then((what) => order.push(what ?? ''))
  const next = gate.pass(() => Promise.resolve('next poll')).then((what) => order.push(what))
  poll.resolve('poll answered')
  await polling
  cancel.resolve('cancel answered')
  await Promise.all([cancelling, next])
  expect(order).toEqual(['poll answered', 'cancel sent', 'cancel answered', 'next poll'])
})

it('a cancel is not sent where the poll before it is not answered in time, and polls go on', async () => {
  const gate = new CallGate()
  const poll = later()
  const polling = gate.pass(() => poll.promise)
  let sent = false
  expect(await gate.alone(() => Promise.resolve((sent = true)), 1)).toBeUndefined()
  expect(sent).toBe(false)
  expect(await gate.pass(() => Promise.resolve('goes on'))).toBe('goes on')
  poll.resolve('late')
  await polling
})

it('a call that fails lets the others through', async () => {
  const gate = new CallGate()
  await expect(gate.pass(() => Promise.reject(new Error('poll')))).rejects.toThrow('poll')
  await expect(gate.alone(() => Promise.reject(new Error('cancel')), 10)).rejects.toThrow('cancel')
  expect(await gate.pass(() => Promise.resolve(1))).toBe(1)
})
