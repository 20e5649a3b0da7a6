/** Updates against a feed of our own on loopback, which does what a mirror, a broken line and an attacker may do. */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../shared/contract/settings.ts'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { FailureError, type FailureCode } from '../../shared/model/failure.ts'
import type { CheckedPackage } from '../platform/platform.ts'
import { openDatabase } from '../storage/database.ts'
import { updateRepository, type UpdateRepository } from '../storage/update-repository.ts'
import { publicKeyOf, signatureOf } from '../updates/signature.ts'
import { createEventHub } from './event-hub.ts'
import { createUpdateService, type UpdateParts, type UpdateService } from './update-service.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const folder = mkdtempSync(join(tmpdir(), 'tessera-updates-'))
const artefact = randomBytes(300_000)
const NAME = 'Tessera-1.1.0-linux-x86_64.AppImage'

type Answer = Buffer | string | ((request: IncomingMessage, response: ServerResponse) => void)
/** What the feed's folder holds, by path. */
let files: Record<string, Answer> = {}
let asked: { path: string; headers: IncomingMessage['headers'] }[] = []
const server = createServer((request, response) => {
  asked.push({ path: request.url!, headers: request.headers })
  const answer = files[request.url!]
  if (answer === undefined) response.writeHead(404).end('none')
  else if (typeof answer === 'function') answer(request, response)
  else response.end(answer)
})
let address: string

/** A feed and its signature; `more` are lines of YAML. */
function publish({ version = '1.1.0', more = '', size = artefact.length, key = privateKey } = {}): void {
  const sha512 = createHash('sha512').update(artefact).digest('base64')
  const feed = `version: ${version}\nfiles:\n  - url: ${NAME}\n    sha512: ${sha512}\n    size: ${size}\nreleaseNotes: |\n  Faster.\n${more}`
  files = { '/feed/latest-linux.yml': feed, '/feed/latest-linux.yml.minisig': signatureOf(Buffer.from(feed), 'latest-linux.yml', key, new Date()), [`/feed/${NAME}`]: artefact }
}

let repository: UpdateRepository
let close: () => void
let settings: ReturnType<UpdateParts['settings']>
let taken: CheckedPackage[]
let quits: number
let states: UpdateState[]

function service(more: Partial<UpdateParts> = {}): UpdateService {
  const events = createEventHub()
  events.subscribe((event, payload) => {
    if (event === 'updates.changed') states.push(payload as UpdateState)
  })
  const installer = {
    feedFile: 'latest-linux.yml', extension: 'AppImage', arch: 'x64',
    installOnQuit: async (update: CheckedPackage) => void taken.push(update),
    quit: () => void quits++,
  }
  return createUpdateService({
    installer, version: '1.0.0', keys: [publicKeyOf(privateKey)], folder: join(folder, 'updates'), settings: () => settings, repository,
    systemProxy: async () => null, events, log: { warn: () => undefined }, ...more,
  })
}

/** The code and parameters of what an action failed with. */
const failureIn = (work: Promise<unknown> | unknown): Promise<[FailureCode, object]> =>
  Promise.resolve(work).then(
    (value) => {
      throw new Error(`answered ${JSON.stringify(value)}`)
    },
    (error: unknown) => {
      if (!(error instanceof FailureError)) throw error
      return [error.failure.code, error.failure.params]
    },
  )
const leftOnDisk = () => (existsSync(join(folder, 'updates')) ? readdirSync(join(folder, 'updates')) : [])

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  const { database } = openDatabase(mkdtempSync(join(folder, 'data-')))
  repository = updateRepository(database)
  close = () => database.close()
  settings = { updateFeed: `${address}/feed/`, updateChecks: 'whenAsked' }
  asked = []
  taken = []
  states = []
  quits = 0
  publish()
})
afterEach(() => {
  close()
  rmSync(join(folder, 'updates'), { recursive: true, force: true })
})

describe('a good feed', () => {
  it('is offered with its notes and size, loaded when asked, and installed on quit when asked', async () => {
    const { handlers } = service()
    expect(await handlers.state({})).toEqual({ state: 'unknown' })
    const offer = { version: '1.1.0', notes: 'Faster.', sizeBytes: 300_000, releasedAt: '' }
    expect(await handlers.check({})).toEqual({ state: 'offered', offer })
    expect(asked.map(({ path }) => path)).toEqual(['/feed/latest-linux.yml', '/feed/latest-linux.yml.minisig'])
    expect(await handlers.download({})).toEqual({ state: 'downloaded', offer })
    expect(readFileSync(join(folder, 'updates', NAME)).equals(artefact)).toBe(true)
    expect(taken).toEqual([])
    expect(await handlers.install({ now: false })).toEqual({ state: 'onQuit', offer })
    expect(taken).toMatchObject([{ version: '1.1.0', path: join(folder, 'updates', NAME), sizeBytes: 300_000 }])
    expect(quits).toBe(0)
    await handlers.install({ now: true })
    expect([taken.length, quits]).toEqual([1, 1])
    expect(states.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1])).toEqual(['checking', 'offered', 'downloading', 'downloaded', 'onQuit'])
  })

  it('is served as well from a mirror in another folder, with or without a slash at the end', async () => {
    files = Object.fromEntries(Object.entries(files).map(([path, answer]) => [path.replace('/feed/', '/mirrors/tessera/'), answer]))
    settings.updateFeed = `${address}/mirrors/tessera`
    const { handlers } = service()
    expect(await handlers.check({})).toMatchObject({ state: 'offered' })
    expect(await handlers.download({})).toMatchObject({ state: 'downloaded' })
  })

  it('learns nothing of who asks: no version, no name of the installation, nothing but what the address needs', async () => {
    const { handlers } = service()
    await handlers.check({})
    await handlers.download({})
    const told = asked.flatMap(({ headers }) => Object.keys(headers))
    expect([...new Set(told)].sort()).toEqual(['accept-encoding', 'connection', 'host'])
    expect(JSON.stringify(asked)).not.toContain(repository.installation())
  })
})

describe('nothing is asked', () => {
  it('by itself as Tessera comes: at no start, however long it runs', async () => {
    expect(defaultSettings.updateChecks).toBe('whenAsked')
    const updates = service()
    updates.start()
    for (const days of [0, 1, 30, 365]) await updates.askIfDue(Date.now() + days * 86_400_000)
    updates.close()
    expect(asked).toEqual([])
  })

  it('where updates are off, whoever asks', async () => {
    settings.updateChecks = 'off'
    expect(await failureIn(service().handlers.check({}))).toEqual(['updates.off', {}])
    expect(asked).toEqual([])
  })

  it('by a copy that is not replaced from inside, which says why', async () => {
    for (const why of ['browser', 'unpacked'] as const) {
      const { handlers } = service({ installer: why })
      expect(await handlers.state({})).toEqual({ state: 'elsewhere', why })
      expect(await failureIn(handlers.check({}))).toEqual(['updates.elsewhere', {}])
    }
    expect(asked).toEqual([])
  })

  it('more than once a day where daily was chosen, over restarts and clocks that were set back, and nothing is loaded', async () => {
    settings.updateChecks = 'daily'
    const start = Date.now()
    const hours = [0, 1, 23, 24, 25, -1_000, 49]
    for (const hour of hours) await service().askIfDue(start + hour * 3_600_000)
    expect(asked.map(({ path }) => path)).toEqual([0, 24, -1_000, 49].flatMap(() => ['/feed/latest-linux.yml', '/feed/latest-linux.yml.minisig']))
    expect(leftOnDisk()).toEqual([])
  })
})

describe('a feed is refused', () => {
  const host = () => address.replace('http://', '')
  const checked = () => failureIn(service().handlers.check({}))

  it('where it was changed after it was signed, or its signature was', async () => {
    files['/feed/latest-linux.yml'] = String(files['/feed/latest-linux.yml']).replace('1.1.0', '9.9.9')
    expect(await checked()).toEqual(['updates.notSigned', { host: host() }])
    publish()
    files['/feed/latest-linux.yml.minisig'] = String(files['/feed/latest-linux.yml.minisig']).replace('trusted comment: t', 'trusted comment: T')
    expect(await checked()).toEqual(['updates.notSigned', { host: host() }])
  })

  it('where another key signed it, or none', async () => {
    publish({ key: generateKeyPairSync('ed25519').privateKey })
    expect(await checked()).toEqual(['updates.notSigned', { host: host() }])
    files['/feed/latest-linux.yml.minisig'] = '<html>sign in</html>'
    expect(await checked()).toEqual(['updates.notSigned', { host: host() }])
    delete files['/feed/latest-linux.yml.minisig']
    expect(await checked()).toEqual(['updates.notThere', { url: `${address}/feed/latest-linux.yml.minisig`, status: 404 }])
  })

  it('where another system’s signed feed stands in its place', async () => {
    const feed = Buffer.from(String(files['/feed/latest-linux.yml']))
    files['/feed/latest-linux.yml.minisig'] = signatureOf(feed, 'latest.yml', privateKey, new Date())
    expect(await checked()).toEqual(['updates.notSigned', { host: host() }])
  })

  it('where it is older: nothing goes back, and a version that was seen is not taken back', async () => {
    publish({ version: '0.9.0' })
    const updates = service()
    expect(await updates.handlers.check({})).toEqual({ state: 'current', latest: '0.9.0' })
    expect(await failureIn(updates.handlers.download({}))).toEqual(['updates.nothingOffered', {}])
    publish({ version: '1.3.0' })
    expect(await updates.handlers.check({})).toMatchObject({ state: 'offered' })
    publish({ version: '1.2.0' })
    expect(await checked()).toEqual(['updates.behind', { host: host(), version: '1.2.0', newest: '1.3.0' }])
  })

  it('where it is huge, whether it says so or not, without holding it', async () => {
    files['/feed/latest-linux.yml'] = Buffer.alloc(8_000_000)
    expect((await checked())[0]).toBe('network.answerTooLarge')
    files['/feed/latest-linux.yml'] = (_, response) => {
      const more = () => response.write(Buffer.alloc(65_536), () => !response.destroyed && setImmediate(more))
      more()
    }
    expect((await checked())[0]).toBe('network.answerTooLarge')
  })

  it('where it sends elsewhere, and nobody is asked there', async () => {
    const elsewhere = createServer((_, response) => response.end('x'))
    let visits = 0
    elsewhere.on('connection', () => visits++)
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    for (const [path, status] of [['/feed/latest-linux.yml', 301], ['/feed/latest-linux.yml.minisig', 307]] as const) {
      publish()
      files[path] = (_, response) => response.writeHead(status, { Location: `${to}/feed` }).end()
      expect(await checked()).toEqual(['updates.redirected', { host: host(), to }])
    }
    publish()
    files[`/feed/${NAME}`] = (_, response) => response.writeHead(302, { Location: to }).end()
    const updates = service()
    await updates.handlers.check({})
    expect(await failureIn(updates.handlers.download({}))).toEqual(['updates.redirected', { host: host(), to }])
    expect(visits).toBe(0)
    elsewhere.close()
  })

  it('where nobody answers, the server fails, or the answer is cut off, and what was known stands', async () => {
    const updates = service()
    await updates.handlers.check({})
    files['/feed/latest-linux.yml'] = (_, response) => response.writeHead(500).end('oops')
    expect(await failureIn(updates.handlers.check({}))).toEqual(['updates.notThere', { url: `${address}/feed/latest-linux.yml`, status: 500 }])
    files['/feed/latest-linux.yml'] = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('version', () => response.destroy())
    }
    expect((await failureIn(updates.handlers.check({})))[0]).toMatch(/^network\./)
    settings.updateFeed = 'http://127.0.0.1:9/'
    expect((await failureIn(updates.handlers.check({})))[0]).toBe('network.refused')
    expect(await updates.handlers.state({})).toMatchObject({ state: 'offered' })
  })

  it('where it has no package of this kind', async () => {
    files['/feed/latest-linux.yml'] = String(files['/feed/latest-linux.yml']).replaceAll('AppImage', 'snap')
    files['/feed/latest-linux.yml.minisig'] = signatureOf(Buffer.from(String(files['/feed/latest-linux.yml'])), 'latest-linux.yml', privateKey, new Date())
    expect(await checked()).toEqual(['updates.noPackage', { version: '1.1.0', kind: 'AppImage x64' }])
  })
})

describe('a staged version', () => {
  it('is offered to those whose turn it is, and the others are told', async () => {
    publish({ more: 'stagingPercentage: 0\n' })
    expect(await service().handlers.check({})).toEqual({ state: 'staged', version: '1.1.0' })
    publish({ more: 'stagingPercentage: 100\n' })
    expect(await service().handlers.check({})).toMatchObject({ state: 'offered' })
  })
})

describe('a package', () => {
  const offered = async () => {
    const updates = service()
    await updates.handlers.check({})
    return updates
  }

  it('that was changed, cut short or made longer is deleted, and never installed', async () => {
    const changed = Buffer.from(artefact)
    changed[200_000]! ^= 1
    for (const body of [changed, artefact.subarray(0, -1), Buffer.concat([artefact, Buffer.from('x')])]) {
      files[`/feed/${NAME}`] = body
      const { handlers } = await offered()
      expect(await failureIn(handlers.download({}))).toEqual(['updates.damaged', { file: NAME, host: address.replace('http://', '') }])
      expect(leftOnDisk()).toEqual([])
      expect(await failureIn(handlers.install({ now: true }))).toEqual(['updates.nothingOffered', {}])
    }
    expect([taken.length, quits]).toEqual([0, 0])
  })

  it('that never ends is given up at the size that was signed', async () => {
    files[`/feed/${NAME}`] = (_, response) => {
      const more = () => response.write(Buffer.alloc(65_536), () => !response.destroyed && setImmediate(more))
      more()
    }
    const { handlers } = await offered()
    expect((await failureIn(handlers.download({})))[0]).toBe('updates.damaged')
    expect(leftOnDisk()).toEqual([])
  })

  it('whose line breaks leaves nothing behind, and comes when it is asked for again', async () => {
    files[`/feed/${NAME}`] = (_, response) => {
      response.writeHead(200, { 'Content-Length': String(artefact.length) })
      response.write(artefact.subarray(0, 100_000), () => response.destroy())
    }
    const { handlers } = await offered()
    expect((await failureIn(handlers.download({})))[0]).toMatch(/^network\./)
    expect(leftOnDisk()).toEqual([])
    files[`/feed/${NAME}`] = artefact
    expect(await handlers.download({})).toMatchObject({ state: 'downloaded' })
  })

  it('that comes slowly says how far it is, and can be cancelled', async () => {
    let go = () => {}
    files[`/feed/${NAME}`] = (_, response) => {
      response.writeHead(200, { 'Content-Length': String(artefact.length) })
      response.write(artefact.subarray(0, 100_000))
      go = () => response.end(artefact.subarray(100_000))
    }
    const { handlers } = await offered()
    const loading = failureIn(handlers.download({}))
    await expect.poll(() => states.at(-1)).toMatchObject({ state: 'downloading', receivedBytes: expect.any(Number) })
    await expect.poll(() => (states.at(-1) as { receivedBytes: number }).receivedBytes).toBe(100_000)
    expect(await failureIn(handlers.check({}))).toEqual(['updates.busy', {}])
    handlers.cancel({})
    expect((await loading)[0]).toBe('updates.cancelled')
    expect([leftOnDisk(), await handlers.state({})]).toMatchObject([[], { state: 'offered' }])
    const again = handlers.download({})
    await expect.poll(() => states.at(-1)).toMatchObject({ receivedBytes: 100_000 })
    go()
    expect(await again).toMatchObject({ state: 'downloaded' })
  })

  it('that was changed or deleted on the disk after it was checked is not installed, and can be loaded again', async () => {
    for (const spoil of [() => appendFileSync(join(folder, 'updates', NAME), 'x'), () => rmSync(join(folder, 'updates', NAME))]) {
      const { handlers } = await offered()
      await handlers.download({})
      spoil()
      expect(await failureIn(handlers.install({ now: true }))).toEqual(['updates.gone', { version: '1.1.0' }])
      expect([taken.length, quits]).toEqual([0, 0])
      expect(await handlers.download({})).toMatchObject({ state: 'downloaded' })
    }
  })

  it('that the system’s installer refuses stays on the disk for another try', async () => {
    const refusing = { feedFile: 'latest-linux.yml', extension: 'AppImage', arch: 'x64', installOnQuit: async () => { throw new Error('not signed by its publisher') }, quit: () => void quits++ }
    const { handlers } = service({ installer: refusing })
    await handlers.check({})
    await handlers.download({})
    expect(await failureIn(handlers.install({ now: true }))).toEqual(['updates.notInstalled', { reason: 'not signed by its publisher' }])
    expect([await handlers.state({}), quits]).toMatchObject([{ state: 'downloaded' }, 0])
  })
})
