import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'
import { openVault } from './vault.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-vault-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const passphrase = new Secret('correct horse battery')
const one = (name: string, text: string) => new Map([[name, new Secret(text)]])
const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('the passphrase vault', () => {
  it('keeps nothing before a choice was made, and says so', async () => {
    const vault = await openVault(folder, null)
    expect(vault.status()).toEqual({ kind: 'passphrase', state: 'absent' })
    await expect(vault.put(one('c.accessSecret', 's'))).rejects.toEqual(failure('vault.absent'))
    expect(readdirSync(folder)).toEqual([])
  })

  it('gives a secret back after a restart and its passphrase, and to no one before', async () => {
    const first = await openVault(folder, null)
    expect(await first.create(passphrase)).toEqual({ kind: 'passphrase', state: 'open' })
    await first.put(one('c.accessSecret', 'päss\u0000wörd 密码'))

    const second = await openVault(folder, null)
    expect(second.status()).toEqual({ kind: 'passphrase', state: 'locked' })
    expect(await second.statesOf(['c.accessSecret', 'd.accessSecret'])).toEqual(['stored', 'missing'])
    await expect(second.get('c.accessSecret')).rejects.toEqual(failure('vault.locked'))
    await expect(second.unlock(new Secret('wrong'))).rejects.toEqual(failure('vault.wrongPassphrase'))
    expect(await second.unlock(passphrase)).toEqual({ kind: 'passphrase', state: 'open' })
    expect((await second.get('c.accessSecret'))?.reveal()).toBe('päss\u0000wörd 密码')
    expect(await second.get('none')).toBeNull()
    second.lock()
    await expect(second.get('c.accessSecret')).rejects.toEqual(failure('vault.locked'))
  })

  it('writes a file of the owner alone in which no secret can be read', async () => {
    const vault = await openVault(folder, null)
    await vault.create(passphrase)
    await vault.put(one('c.accessSecret', 'plain-to-see'))
    const path = join(folder, 'vault.json')
    expect(readdirSync(folder)).toEqual(['vault.json', 'vault.lock'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain('plain-to-see')
    expect(text).not.toContain(Buffer.from('plain-to-see').toString('base64'))
    expect(JSON.parse(text).kdf).toMatchObject({ name: 'scrypt', N: 2 ** 17 })
    expect(inspect(vault, { depth: 9, showHidden: true })).not.toContain('plain-to-see')
  })

  it('refuses entries that were swapped or changed, and keeps the file', async () => {
    const vault = await openVault(folder, null)
    await vault.create(passphrase)
    await vault.put(new Map([['a', new Secret('1')], ['b', new Secret('2')]]))
    const path = join(folder, 'vault.json')
    const file = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...file, entries: { a: file.entries.b, b: file.entries.a } }))
    await expect(vault.get('a')).rejects.toEqual(failure('vault.damaged'))
    expect(JSON.parse(readFileSync(path, 'utf8')).entries.a).toEqual(file.entries.b)
  })

  it.each(['', '{', '{"version":2}', '{"version":1,"kdf":{"name":"scrypt","N":2,"r":8,"p":1,"salt":""}}'])(
    'says that a file holding %j is damaged, keeps it, and can be made anew beside it',
    async (content) => {
      writeFileSync(join(folder, 'vault.json'), content)
      const vault = await openVault(folder, null)
      await expect(vault.unlock(passphrase)).rejects.toEqual(failure('vault.damaged'))
      expect(await vault.statesOf(['a'])).toEqual(['missing'])
      expect(readFileSync(join(folder, 'vault.json'), 'utf8')).toBe(content)
      expect(await vault.create(passphrase)).toEqual({ kind: 'passphrase', state: 'open' })
      const aside = readdirSync(folder).find((name) => name.startsWith('vault.json.damaged-'))
      expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(content)
    },
  )

  it('does not make a second vault over a sound one', async () => {
    await (await openVault(folder, null)).create(passphrase)
    const before = readFileSync(join(folder, 'vault.json'), 'utf8')
    await expect((await openVault(folder, null)).create(new Secret('another one'))).rejects.toEqual(failure('vault.exists'))
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).toBe(before)
  })

  it('keeps what another Tessera wrote into the same file', async () => {
    const first = await openVault(folder, null)
    await first.create(passphrase)
    const second = await openVault(folder, null)
    await second.unlock(passphrase)
    await Promise.all([first.put(one('a', '1')), first.put(one('b', '2'))])
    await second.put(one('c', '3'))
    expect((await first.get('c'))?.reveal()).toBe('3')
    expect(await second.statesOf(['a', 'b', 'c'])).toEqual(['stored', 'stored', 'stored'])
    await first.remove(['a', 'b'])
    expect(await second.statesOf(['a', 'b', 'c'])).toEqual(['missing', 'missing', 'stored'])
  })

  it('keeps nothing, and says so, where its file was moved away while it was open', async () => {
    const vault = await openVault(folder, null)
    await vault.create(passphrase)
    rmSync(join(folder, 'vault.json'))
    await expect(vault.put(one('a', '1'))).rejects.toEqual(failure('vault.absent'))
    expect(vault.status()).toEqual({ kind: 'passphrase', state: 'absent' })
    expect(await vault.statesOf(['a'])).toEqual(['missing'])
  })

  it('opens with the same passphrase however a keyboard composes its letters', async () => {
    await (await openVault(folder, null)).create(new Secret('Zo\u00eb caf\u00e9'))
    const vault = await openVault(folder, null)
    expect((await vault.unlock(new Secret('Zoe\u0308 cafe\u0301'))).state).toBe('open')
  })
})

describe('the session', () => {
  it('keeps secrets in memory only, and a vault made later takes them in', async () => {
    const vault = await openVault(folder, null)
    expect(vault.useSession()).toEqual({ kind: 'session', state: 'open' })
    await vault.put(one('a', '1'))
    expect(await vault.statesOf(['a'])).toEqual(['session'])
    expect(readdirSync(folder)).toEqual([])
    await vault.create(passphrase)
    expect(await vault.statesOf(['a'])).toEqual(['stored'])
    expect((await vault.get('a'))?.reveal()).toBe('1')
  })

  it('keeps its secrets from the disk also where a vault that was there before is unlocked', async () => {
    const vault = await openVault(folder, null)
    await vault.create(passphrase)
    vault.useSession()
    await vault.put(one('a', '1'))
    await vault.unlock(passphrase)
    expect(await vault.statesOf(['a'])).toEqual(['session'])
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).not.toContain('"a"')
  })

  it('holds the sandbox’s secrets even before a choice was made, and never writes them', async () => {
    const vault = await openVault(folder, null)
    vault.hold(one('sandbox-dms.accessSecret', 's'))
    expect((await vault.get('sandbox-dms.accessSecret'))?.reveal()).toBe('s')
    await vault.create(passphrase)
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).not.toContain('sandbox')
    expect(await vault.statesOf(['sandbox-dms.accessSecret'])).toEqual(['session'])
  })
})
