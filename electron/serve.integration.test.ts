import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket as Socket } from 'ws'
import { protocolsOf, signIn, socketUrl, transportOf } from './web/fixtures/host-session.ts'
import { refusedCalls } from '../e2e/stand-in/refused-calls.ts'
import type { AppInfo } from '../shared/contract/app.ts'
import { decodeFrame, encodeFrame, NO_ID } from '../shared/contract/frame.ts'
import { runId, tabId, connectionId } from '../shared/model/ids.ts'
import type { Result } from '../shared/model/result.ts'
import { ResultSet } from '../shared/model/result-set.ts'
import type { StatementResult } from '../shared/model/statement-result.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tessera-serve-'))

interface Host {
  process: ChildProcess
  lines: AsyncIterator<string>
  url: string
}
const hosts: ChildProcess[] = []

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [path('../build/build.mjs')])
})
afterEach(() => {
  vi.unstubAllGlobals()
  for (const host of hosts.splice(0)) host.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The bundled browser host, up to its printed address. */
async function start(...words: string[]): Promise<Host> {
  const child = spawn(process.execPath, [path('../out/serve.js'), '--no-open', '--user-data', folder, ...words], {
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  hosts.push(child)
  const reader: Interface = createInterface({ input: child.stdout! })
  const lines = reader[Symbol.asyncIterator]()
  return { process: child, lines, url: await addressIn(lines) }
}

async function addressIn(lines: AsyncIterator<string>): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next()
    if (done) throw new Error('the host ended before it printed an address')
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(String(value))?.[0]
    if (url) return url
  }
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('close', resolve))

describe('the browser host', () => {
  it('serves the built page, its sandbox and an exact result over the socket', async () => {
    const host = await start()
    const signedIn = await signIn(host.url)
    expect(signedIn.status).toBe(200)
    const page = await fetch(signedIn.origin, { headers: { cookie: signedIn.cookie } })
    expect(await page.text()).toContain('<script type="module"')

    const rpc = transportOf(signedIn)
    await vi.waitFor(
      async () => {
        const info = (await rpc.invoke({ domain: 'app', action: 'info', input: {} })) as Result<AppInfo>
        expect(info).toMatchObject({ ok: true, value: { host: 'browser', sandbox: { state: 'ready' }, warnings: [] } })
      },
      { timeout: 30_000, interval: 100 },
    )
    const input = {
      runId: runId('r'), tabId: tabId('t'), connectionId: connectionId('sandbox-maxscale'),
      sql: "SELECT 9007199254740993 AS n, '订单' AS t", rowLimit: 10,
    }
    const answer = (await rpc.invoke({ domain: 'query', action: 'run', input })) as Result<StatementResult[]>
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure))
    const [result] = answer.value
    if (result?.kind !== 'resultset') throw new Error(`not a resultset: ${JSON.stringify(result)}`)
    const rows = new ResultSet(result.data)
    expect([rows.text(0, 0), rows.text(0, 1)]).toEqual(['9007199254740993', '订单'])
  })

  it('refuses unknown, malformed and oversized calls with a Failure, whoever wrote the frames', async () => {
    const host = await start('--sandbox', 'off')
    const { cookie, origin, key } = await signIn(host.url)
    const socket = new Socket(socketUrl(origin), protocolsOf({ key }), { headers: { cookie, origin } })
    await new Promise((resolve) => socket.once('open', resolve))
    const answerTo = (id: number, request: unknown) =>
      new Promise<Result<unknown>>((resolve) => {
        socket.on('message', function hear(data: Buffer) {
          const frame = decodeFrame(data)
          if (frame.id === NO_ID || frame.id !== id) return
          socket.off('message', hear)
          resolve((frame.body as { result: Result<unknown> }).result)
        })
        socket.send(Buffer.concat(encodeFrame(id, request)))
      })
    for (const [place, { what, request, code }] of refusedCalls.entries()) {
      const answer = await answerTo(place + 1, request)
      expect({ what, answer }).toMatchObject({ what, answer: { ok: false, failure: { kind: 'input', ...(code !== undefined && { code }) } } })
    }
    expect(await answerTo(99, { domain: 'app', action: 'info', input: {} })).toMatchObject({ ok: true })
    socket.close()
  })

  it('prints another address on Enter, and the one before it works no more', async () => {
    const host = await start('--sandbox', 'off')
    host.process.stdin!.write('\n')
    const next = await addressIn(host.lines)
    expect(next).not.toBe(host.url)
    expect((await signIn(host.url)).status).toBe(403)
    expect((await signIn(next)).status).toBe(200)
  })

  it('says so where its port is taken', async () => {
    const { url } = await start('--sandbox', 'off')
    const { port } = new URL(url)
    const second = promisify(execFile)(process.execPath, [path('../out/serve.js'), '--no-open', '--user-data', join(folder, 'other'), '--port', port], {
      env: { LANG: 'en_US.UTF-8' },
    })
    await expect(second).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} is in use`) })
  })

  it('does not open a second time on one folder, where two would save tabs over each other', async () => {
    await start('--sandbox', 'off')
    const second = promisify(execFile)(process.execPath, [path('../out/serve.js'), '--no-open', '--user-data', folder], { env: { LANG: 'en_US.UTF-8' } })
    await expect(second).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(`Another Tessera is using this folder: ${folder}`) })
  })

  it('ends in good order on a signal, also with windows open', async () => {
    const host = await start()
    const rpc = transportOf(await signIn(host.url))
    await rpc.invoke({ domain: 'app', action: 'info', input: {} })
    const end = ended(host.process)
    host.process.kill('SIGTERM')
    expect(await end).toBe(0)
    expect(await rpc.invoke({ domain: 'app', action: 'info', input: {} })).toMatchObject({ ok: false, failure: { code: 'host.disconnected' } })
  })
})
