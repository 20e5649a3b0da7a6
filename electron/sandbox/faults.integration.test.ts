import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFaults, type FaultOrder, type Faults } from './faults.ts'
import { serveLoopback, type LoopbackServer } from './loopback-server.ts'

const body = JSON.stringify({ text: 'x'.repeat(50_000) })

let faults: Faults
let server: LoopbackServer

beforeEach(async () => {
  faults = createFaults(() => Date.parse('2026-01-02T03:04:05Z'))
  server = await serveLoopback({
    port: 0,
    faults,
    async answer(request) {
      const plan = faults.planFor({ target: request.url ?? '' })
      await plan.delay()
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body, plan }
    },
  })
})

afterEach(() => server.close())

const order = (given: FaultOrder) =>
  fetch(`${server.url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(given) })

/** What comes over the wire, whatever the HTTP around it says. */
function raw(): Promise<{ text: string; ended: 'end' | 'reset' }> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'))
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('error', () => resolve({ text, ended: 'reset' }))
    socket.on('end', () => resolve({ text, ended: 'end' }))
  })
}
const bodyOf = (text: string) => text.slice(text.indexOf('\r\n\r\n') + 4)

describe('an answer', () => {
  test('is whole without faults, names the sandbox and tells its time', async () => {
    const response = await fetch(server.url)
    expect(response.headers.get('server')).toBe('tessera-sandbox')
    expect(response.headers.get('date')).toBe('Fri, 02 Jan 2026 03:04:05 GMT')
    expect(await response.text()).toBe(body)
  })

  test('is reset in the middle of its body', async () => {
    await order({ fault: 'reset' })
    const { text, ended } = await raw()
    expect(ended).toBe('reset')
    expect(text).toContain(`Content-Length: ${body.length}`)
    expect(bodyOf(text)).toBe(body.slice(0, body.length / 2))
  })

  test('ends short of its Content-Length', async () => {
    await order({ fault: 'short' })
    const { text, ended } = await raw()
    expect(ended).toBe('end')
    expect(bodyOf(text).length).toBe(Math.floor(body.length / 2))
  })

  test('is a truncated document in well-formed HTTP', async () => {
    await order({ fault: 'truncate' })
    const response = await fetch(server.url)
    expect(await response.text()).toBe(body.slice(0, body.length / 2))
  })

  test('is empty', async () => {
    await order({ fault: 'empty' })
    const response = await fetch(server.url)
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test('is a 502 page of HTML', async () => {
    await order({ fault: 'badGateway' })
    const response = await fetch(server.url)
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await response.text()).toMatch(/^<html>/)
  })

  test('does not come at all', async () => {
    await order({ fault: 'drop' })
    expect((await raw()).text).toBe('')
  })

  test('comes late, and carries a skewed clock', async () => {
    await order({ fault: 'latency', milliseconds: 120 })
    await order({ fault: 'skew', seconds: 60 })
    const started = performance.now()
    const response = await fetch(server.url)
    expect(performance.now() - started).toBeGreaterThan(110)
    expect(response.headers.get('date')).toBe('Fri, 02 Jan 2026 03:05:05 GMT')
  })
})

test('a body that no database would take is refused with 413', async () => {
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`POST /sandbox/faults HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${80 * 1024 * 1024}\r\n\r\n`)
      for (let sent = 0; sent < 80; sent += 1) socket.write(Buffer.alloc(1024 * 1024))
    })
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})

test('closing the server does not wait for a latency', async () => {
  await order({ fault: 'latency', milliseconds: 600_000 })
  const pending = fetch(server.url).catch((error: unknown) => error)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await server.close()
  expect(await pending).toBeInstanceOf(Error)
})

describe('the control endpoint', () => {
  test('forgets orders on DELETE', async () => {
    await order({ fault: 'empty', persistent: true })
    await fetch(`${server.url}/sandbox/faults`, { method: 'DELETE' })
    expect(await (await fetch(server.url)).text()).toBe(body)
  })

  test('says what is wrong with an order', async () => {
    const response = await fetch(`${server.url}/sandbox/faults`, { method: 'POST', body: '{"fault":"meteor"}' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('fault')
    expect((await fetch(`${server.url}/sandbox/faults`)).status).toBe(405)
  })

  test('does not serve web pages', async () => {
    const fromPage = await fetch(`${server.url}/sandbox/faults`, {
      method: 'POST',
      headers: { Origin: 'https://example.com' },
      body: '{"fault":"empty"}',
    })
    expect(fromPage.status).toBe(403)
    expect(await (await fetch(server.url)).text()).toBe(body)
  })
})
