import { safeStorage } from 'electron'
import type { SystemKeychain } from './platform.ts'

const PROBE = 'Tessera asks what this would be sealed with.'

/**
 * How Chromium marks what it sealed. On Linux `v10` is a key that stands in its source (os_crypt: "peanuts"), which is
 * used where no keyring answers, whatever backend safeStorage names; `v11` and up are a keyring's. Elsewhere `v10` is the
 * system's own key.
 */
const FIXED_KEY = 'v10'

/** Electron's safeStorage. That it is "available" says nothing on Linux: only what it has sealed tells with what. */
export const safeStorageKeychain: SystemKeychain = {
  async isAvailable() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
    try {
      const sealed = await safeStorage.encryptStringAsync(PROBE)
      return !isUnprotected(sealed) && (await safeStorage.decryptStringAsync(sealed)).result === PROBE
    } catch {
      return false
    }
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  async decrypt(sealed) {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed))
    return { text: result, isOutdated: shouldReEncrypt }
  },
  isUnprotected,
}

function isUnprotected(sealed: Uint8Array): boolean {
  const bytes = Buffer.from(sealed)
  return bytes.includes(PROBE) || (process.platform === 'linux' && bytes.toString('latin1', 0, FIXED_KEY.length) === FIXED_KEY)
}
