import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { shortAnswer } from './answer-bounds.ts'
import certificates from './fixtures/test-certificates.json' with { type: 'json' }
import { closeServers, http, https } from './fixtures/test-servers.ts'
import { send } from './send.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera-authorities-'))
/** What this thread asked Node for; another one has its own. */
const asked: string[] = []
const ours = tls.getCACertificates

beforeAll(() => {
  // Where Node reads the system's authorities on Linux.
  const file = join(folder, 'system.pem')
  writeFileSync(file, certificates.authority)
  process.env.SSL_CERT_FILE = file
  tls.getCACertificates = (type) => {
    asked.push(type ?? 'default')
    return ours(type)
  }
  syncBuiltinESMExports()
})
afterEach(closeServers)
afterAll(() => {
  tls.getCACertificates = ours
  syncBuiltinESMExports()
  rmSync(folder, { recursive: true })
})

const get = (url: string) => send({ method: 'GET', url, headers: {}, timeoutMs: 20_000, bound: shortAnswer, secrets: [] })

it('the system’s authorities are trusted, and never read in the thread that shows the window', async () => {
  await get(await http((_, answer) => answer.end('plain')))
  const [first, second] = await Promise.all([get(await https(certificates.localhost)), get(await https(certificates.localhost))])
  expect([first, second].map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['secure', 'secure'])
  expect(asked).not.toContain('system')
})
