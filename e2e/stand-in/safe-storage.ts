import { createHash } from 'node:crypto'

/** The key that the system's keyring has, null where none answers; and those that it had before. */
export const keyring = {
  key: process.env.STAND_IN_KEYRING === 'none' ? null : (process.env.STAND_IN_KEYRING ?? 'login'),
  before: [] as string[],
}

/** As on Linux (os_crypt): with the keyring's key, or, where no keyring answers, with one that everybody can have. */
export const safeStorage = {
  getSelectedStorageBackend: () => 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => true,
  async encryptStringAsync(text: string): Promise<Buffer> {
    const { key } = keyring
    return key === null ? sealed('v10', 'peanuts', text) : sealed('v11', key, `${key}:${text}`)
  },
  async decryptStringAsync(bytes: Buffer) {
    const body = bytes.subarray(3)
    if (bytes.toString('latin1', 0, 3) === 'v10') return { shouldReEncrypt: keyring.key !== null, result: xored('peanuts', body).toString() }
    for (const key of [keyring.key, ...keyring.before]) {
      const text = key === null ? '' : xored(key, body).toString()
      if (key !== null && text.startsWith(`${key}:`)) return { shouldReEncrypt: key !== keyring.key, result: text.slice(key.length + 1) }
    }
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.')
  },
}

const sealed = (version: string, key: string, text: string) => Buffer.concat([Buffer.from(version), xored(key, Buffer.from(text))])

function xored(key: string, bytes: Buffer): Buffer {
  const stream = createHash('sha256').update(key).digest()
  return Buffer.from(bytes.map((byte, place) => byte ^ (stream[place % stream.length] ?? 0)))
}
