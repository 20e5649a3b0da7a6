import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, scrypt, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { Secret } from './secret.ts'
import { sealedBytes } from './vault-file.ts'

/** scrypt's cost: N=2^17, r=8, p=1 takes 128 MiB and some 0.4 s (OWASP Password Storage, "scrypt"). */
const COST = { N: 2 ** 17, r: 8, p: 1 }
const SALT_BYTES = 16
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** What a key may cost at most, in bytes of memory and in passes over them: eight times what ours does. */
const MOST_MEMORY = 256 * 2 ** 20
const MOST_PASSES = 4
const memoryOf = ({ N, r }: { N: number; r: number }) => 128 * N * r

/** How a key is made of a passphrase; no less than ours, and bounded, so that a file cannot ask for all memory. */
export const Kdf = z
  .strictObject({
    name: z.literal('scrypt'),
    N: z.number().int().min(COST.N).max(2 ** 18).refine((N) => Number.isInteger(Math.log2(N))),
    r: z.number().int().min(COST.r).max(16),
    p: z.number().int().min(1).max(MOST_PASSES),
    salt: sealedBytes(SALT_BYTES),
  })
  .refine((kdf) => memoryOf(kdf) <= MOST_MEMORY)
export type Kdf = z.infer<typeof Kdf>

/** One text under AES-256-GCM, base64. */
export const Sealed = z.strictObject({ iv: sealedBytes(IV_BYTES), tag: sealedBytes(TAG_BYTES), data: sealedBytes() })
export type Sealed = z.infer<typeof Sealed>

export const newKdf = (): Kdf => ({ name: 'scrypt', ...COST, salt: randomBytes(SALT_BYTES).toString('base64') })

/** Derives the key off the main thread. The passphrase is normalised (NFKC), so that every keyboard spells it alike. */
export function deriveKey(passphrase: Secret, kdf: Kdf): Promise<KeyObject> {
  const { N, r, p } = kdf
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, bytes: Buffer) => {
      if (error) return reject(error)
      resolve(createSecretKey(bytes))
      bytes.fill(0)
    }
    const options = { N, r, p, maxmem: memoryOf(kdf) + 128 * r * (p + 64) }
    scrypt(passphrase.reveal().normalize('NFKC'), Buffer.from(kdf.salt, 'base64'), KEY_BYTES, options, done)
  })
}

/** Seals a secret under its name, so that entries of a file cannot be swapped. */
export function seal(name: string, secret: Secret, key: KeyObject): Sealed {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(aad(name))
  const data = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()])
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') }
}

/** Null where the key, the name or the bytes are not those that were sealed. */
export function unseal(name: string, sealed: Sealed, key: KeyObject): Secret | null {
  const iv = Buffer.from(sealed.iv, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(aad(name)).setAuthTag(Buffer.from(sealed.tag, 'base64'))
  try {
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()])
    return new Secret(text.toString('utf8'))
  } catch {
    return null
  }
}

const aad = (name: string) => Buffer.from(`tessera-vault-1:${name}`)
