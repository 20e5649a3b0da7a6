/** The vault's file under faults: kills, foreign bytes, bounds, power loss. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { open, rename, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FailureError } from '../../shared/model/failure.ts'
import { holdLock } from '../disk/process-lock.ts'
import { atomicWrite } from './atomic-write.ts'
import { Secret } from './secret.ts'
import { openVault, type Vault } from './vault.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-vault-file-'))
  path = join(folder, 'vault.json')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const passphrase = new Secret('correct horse battery')
const one = (name: string, text: string) => new Map([[name, new Secret(text)]])
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code, params: expect.objectContaining({ path }) }) })
const codeOf = (error: unknown) => (error instanceof FailureError ? error.failure.code : error)

async function made(secrets: Record<string, string> = {}): Promise<Vault> {
  const vault = await openVault(folder, null)
  await vault.create(passphrase)
  await vault.put(new Map(Object.entries(secrets).map(([name, text]) => [name, new Secret(text)])))
  return vault
}

describe('a kill in the midst of a save', () => {
  it('leaves a sealed copy of secrets that were deleted since: it is swept at the next start, and nothing else is', async () => {
    await made({ a: '1' })
    const ours = ['vault.json.0123456789ab.tmp', 'keychain.json.ffffffffffff.tmp']
    const others = ['vault.json.tmp', 'vault.json.0123456789ab.tmp.txt', 'notes.0123456789ab.tmp', 'vault.json.damaged-1', 'vault.json.0123456789AB.tmp']
    for (const name of [...ours, ...others]) writeFileSync(join(folder, name), 'sealed')
    mkdirSync(join(folder, 'vault.json.aaaaaaaaaaaa.tmp'))
    const vault = await openVault(folder, { isAvailable: async () => true, encrypt: async () => Buffer.of(), decrypt: async () => ({ text: '', isOutdated: false }), isUnprotected: () => false })
    expect(readdirSync(folder).sort()).toEqual([...others, 'vault.json', 'vault.json.aaaaaaaaaaaa.tmp', 'vault.lock'].sort())
    expect(vault.status()).toMatchObject({ kind: 'passphrase', state: 'locked' })
  })

  it('is not taken for one where another Tessera is saving just now', async () => {
    await made()
    writeFileSync(join(folder, 'vault.json.0123456789ab.tmp'), 'half')
    const letGo = holdLock(join(folder, 'vault.lock'), 0)
    const opening = openVault(folder, null)
    // The other one is done and renames its file: there is nothing to sweep any more.
    await rename(join(folder, 'vault.json.0123456789ab.tmp'), join(folder, 'other'))
    letGo()
    await opening
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('half')
  })
})

describe('another Tessera', () => {
  let child: ChildProcess | undefined
  afterEach(() => child?.kill('SIGKILL'))

  it('that saves secrets in a process of its own at the same time loses none of ours, nor we of its', async () => {
    const vault = await made()
    const program = join(folder, 'saves.mjs')
    const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
    writeFileSync(program, `
      import { openVault } from ${here('vault.ts')}
      import { Secret } from ${here('secret.ts')}
      const vault = await openVault(process.argv[2], null)
      await vault.unlock(new Secret(process.argv[3]))
      process.send('open')
      for (let n = 0; n < 40; n++) await vault.put(new Map([['theirs.' + n, new Secret(String(n))]]))
      await vault.remove(['theirs.0'])
      process.send('done')`)
    const other = fork(program, [folder, passphrase.reveal()], { execArgv: [] })
    child = other
    await once(other, 'message')
    const done = once(other, 'message')
    for (let n = 0; n < 40; n++) await vault.put(one(`ours.${n}`, String(n)))
    await done
    const names = ['ours', 'theirs'].flatMap((whose) => Array.from({ length: 40 }, (_, n) => `${whose}.${n}`))
    expect((await vault.statesOf(names)).flatMap((state, place) => (state === 'stored' ? [] : [names[place]]))).toEqual(['theirs.0'])
  })

  it('that holds the file for long is told, and nothing is said to be saved', async () => {
    const vault = await made()
    const letGo = holdLock(join(folder, 'vault.lock'), 0)
    // The clock runs faster than a test's patience.
    let now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 3_000))
    await expect(vault.put(one('a', '1'))).rejects.toEqual(failure('vault.inUse'))
    // By the same clock the test itself would have taken too long.
    clock.mockRestore()
    letGo()
    expect(await vault.statesOf(['a'])).toEqual(['missing'])
  })
})

/** Sees, or fails, each sync of a file before it is done. */
async function onSync(seen: (isFolder: boolean) => Promise<void>): Promise<void> {
  const probe = await open(folder, 'r')
  const handles: FileHandle = Object.getPrototypeOf(probe)
  await probe.close()
  const { sync } = handles
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    await seen((await this.stat()).isDirectory())
    return sync.call(this)
  })
}

describe('what was answered "saved"', () => {
  it('is on the disk: the file is synced before it is renamed, and its folder after', async () => {
    const steps: string[] = []
    await onSync(async (isFolder) => void steps.push(isFolder ? 'folder' : 'file', ...readdirSync(folder).map((name) => name.replace(/[0-9a-f]{12}/, '…'))))
    await atomicWrite(join(folder, 'x.json'), '{}')
    expect(steps).toEqual(['file', 'x.json.….tmp', 'folder', 'x.json'])
  })

  it('is not said of a folder that could not be synced', async () => {
    await onSync(async (isFolder) => {
      if (isFolder) throw Object.assign(new Error('i/o error'), { code: 'EIO' })
    })
    const vault = await openVault(folder, null)
    await expect(vault.create(passphrase)).rejects.toEqual(failure('vault.unusable'))
  })
})

describe('a vault file', () => {
  it('of which any byte was flipped gives the right secret or says that it is damaged, and never another one', async () => {
    const vault = await made({ 'c.accessSecret': 'päss wörd 密码', d: '2' })
    const sound = readFileSync(path)
    const { salt } = JSON.parse(sound.toString('utf8')).kdf
    const seen = new Set<unknown>()
    for (let place = 0; place < sound.length; place++) {
      const flipped = Buffer.from(sound)
      flipped[place]! ^= 1 << (place % 8)
      // Another salt is another passphrase's file: to find out takes a while, so once.
      if (flipped.includes('"salt"') && !flipped.includes(salt)) continue
      writeFileSync(path, flipped)
      seen.add(await vault.get('c.accessSecret').then((secret) => secret?.reveal() ?? null, codeOf))
    }
    // Null where the name itself was flipped.
    expect(seen).toEqual(new Set(['päss wörd 密码', null, 'vault.damaged']))
    writeFileSync(path, sound.toString('utf8').replace(salt, Buffer.alloc(16).toString('base64')))
    await expect(vault.get('d')).rejects.toMatchObject({ failure: { code: 'vault.locked' } })
    await expect(vault.unlock(passphrase)).rejects.toEqual(failure('vault.wrongPassphrase'))
    writeFileSync(path, sound)
    await vault.unlock(passphrase)
    expect((await vault.get('d'))?.reveal()).toBe('2')
  })

  const kdf = { name: 'scrypt', N: 2 ** 17, r: 8, p: 1, salt: Buffer.alloc(16).toString('base64') }
  const sealed = { iv: Buffer.alloc(12).toString('base64'), tag: Buffer.alloc(16).toString('base64'), data: 'AAAA' }
  const file = (change: object) => JSON.stringify({ version: 1, kdf, check: sealed, entries: {}, ...change })

  it.each([
    ['2 GB of memory', { kdf: { ...kdf, N: 2 ** 20, r: 16 } }],
    ['512 MB of memory', { kdf: { ...kdf, N: 2 ** 18, r: 16 } }],
    ['a cost of 2^19', { kdf: { ...kdf, N: 2 ** 19 } }],
    ['a hundred passes', { kdf: { ...kdf, p: 100 } }],
    ['a cost that is no power of two', { kdf: { ...kdf, N: 2 ** 17 + 1 } }],
    ['a cheaper key', { kdf: { ...kdf, N: 2 ** 14 } }],
    ['a fraction of a pass', { kdf: { ...kdf, p: 1.5 } }],
    ['no salt', { kdf: { ...kdf, salt: '' } }],
    ['a salt of a megabyte', { kdf: { ...kdf, salt: 'A'.repeat(2 ** 20) } }],
    ['another function', { kdf: { ...kdf, name: 'pbkdf2' } }],
    ['a short seal', { check: { ...sealed, tag: 'AAAA' } }],
    ['a secret of a megabyte', { entries: { a: { ...sealed, data: 'A'.repeat(2 ** 20) } } }],
    ['a name of a megabyte', { entries: { ['a'.repeat(2 ** 20)]: sealed } }],
    ['20,000 secrets', { entries: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [n, sealed])) }],
    ['a field that we do not know', { more: 1 }],
  ])('that asks for %s is named as damaged before any key is made', async (_what, change) => {
    writeFileSync(path, file(change))
    const vault = await openVault(folder, null)
    const before = process.resourceUsage().maxRSS
    await expect(vault.unlock(passphrase)).rejects.toEqual(failure('vault.damaged'))
    // A key takes 128 MiB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000)
    expect(readFileSync(path, 'utf8')).toBe(file(change))
  })

  it('in whose place is a pipe, a folder, a device or a gigabyte is not waited for or read', async () => {
    const locked = async () => codeOf(await (await openVault(folder, null)).unlock(passphrase).catch((error: unknown) => error))
    mkdirSync(path)
    expect(await locked()).toBe('vault.unusable')
    rmSync(path, { recursive: true })
    for (const put of process.platform === 'win32' ? [] : [() => execFileSync('sh', ['-c', 'mkfifo "$0"', path]), () => symlinkSync('/dev/zero', path)]) {
      put()
      expect(await locked()).toBe('vault.unusable')
      rmSync(path)
    }
    writeFileSync(path, '')
    truncateSync(path, 2 ** 30)
    expect(await locked()).toBe('vault.damaged')
  })

  it('is never written so that it could not be read again', async () => {
    const vault = await made({ a: '1' })
    await expect(vault.put(one('b', 'x'.repeat(2 ** 20)))).rejects.toEqual(failure('vault.tooMuch'))
    await expect(vault.put(one('b'.repeat(2_000), 'x'))).rejects.toEqual(failure('vault.tooMuch'))
    expect((await vault.get('a'))?.reveal()).toBe('1')
  })
})

describe('another passphrase', () => {
  it('opens everything, the old one nothing, and no file with the old seals is left', async () => {
    const vault = await made({ a: '1', b: '密码' })
    const other = await openVault(folder, null)
    await other.unlock(passphrase)
    const next = new Secret('four words are better')
    expect(await vault.changePassphrase(passphrase, next)).toEqual({ kind: 'passphrase', state: 'open' })
    expect((await vault.get('b'))?.reveal()).toBe('密码')
    expect(readdirSync(folder)).toEqual(['vault.json', 'vault.lock'])
    // Another Tessera that has the old key is locked by it, and writes nothing under it.
    await expect(other.put(one('c', '3'))).rejects.toEqual(expect.objectContaining({ failure: expect.objectContaining({ code: 'vault.locked' }) }))
    await expect(other.unlock(passphrase)).rejects.toEqual(failure('vault.wrongPassphrase'))
    await other.unlock(next)
    expect((await other.get('a'))?.reveal()).toBe('1')
  })

  it('is refused where the old one is wrong or an entry is damaged, and the file stays as it was', async () => {
    const vault = await made({ a: '1' })
    const sound = readFileSync(path, 'utf8')
    await expect(vault.changePassphrase(new Secret('wrong words'), new Secret('four words are better'))).rejects.toEqual(failure('vault.wrongPassphrase'))
    expect(readFileSync(path, 'utf8')).toBe(sound)
    const file = JSON.parse(sound)
    const harmed = JSON.stringify({ ...file, entries: { ...file.entries, b: file.entries.a } })
    writeFileSync(path, harmed)
    await expect(vault.changePassphrase(passphrase, new Secret('four words are better'))).rejects.toEqual(failure('vault.damaged'))
    expect(readFileSync(path, 'utf8')).toBe(harmed)
  })
})
