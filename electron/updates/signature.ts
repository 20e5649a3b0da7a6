/**
 * Signatures of a feed, in minisign's form (https://jedisct1.github.io/minisign/): Ed25519 over the whole file, by a key
 * that is part of the app, and over a comment that names the file. Whoever holds no private key, a mirror or whoever
 * stands between, can neither change a feed nor hand out one system's in another's place.
 */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** "Ed": the file itself is signed. ("ED" signs its BLAKE2b-512, which Electron's BoringSSL does not have.) */
const ALGORITHM = Buffer.from('Ed')
const KEY_ID_BYTES = 8
const SIGNATURE_BYTES = 64
/** RFC 8410: an Ed25519 key as SubjectPublicKeyInfo is these bytes and the key's 32. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

interface Signature {
  keyId: Buffer
  ofFile: Buffer
  comment: string
  ofAll: Buffer
}

/**
 * Whether `signature` is of exactly these bytes under this name, by one of the keys.
 * @param keys public keys as minisign writes them: base64 of "Ed", 8 bytes of id, 32 of key
 */
export function isSigned(bytes: Uint8Array, name: string, signature: string, keys: readonly string[]): boolean {
  const read = readSignature(signature)
  if (!read || !read.comment.split('\t').includes(`file:${name}`)) return false
  return keys.map(readKey).some(
    ({ keyId, key }) =>
      keyId.equals(read.keyId) &&
      verify(null, bytes, key, read.ofFile) &&
      verify(null, Buffer.concat([read.ofFile, Buffer.from(read.comment)]), key, read.ofAll),
  )
}

/** The text of a `.minisig` file; `key` is an Ed25519 private key. */
export function signatureOf(bytes: Uint8Array, name: string, key: KeyObject, at: Date): string {
  const comment = `timestamp:${Math.floor(at.getTime() / 1000)}\tfile:${name}`
  const ofFile = sign(null, bytes, key)
  const ofAll = sign(null, Buffer.concat([ofFile, Buffer.from(comment)]), key)
  const { keyId } = readKey(publicKeyOf(key))
  return [
    'untrusted comment: signature of Tessera’s updates',
    Buffer.concat([ALGORITHM, keyId, ofFile]).toString('base64'),
    `trusted comment: ${comment}`,
    ofAll.toString('base64'),
    '',
  ].join('\n')
}

/** The public key of an Ed25519 private one, as minisign writes it; its id is the key's own first bytes. */
export function publicKeyOf(key: KeyObject): string {
  const whole = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const raw = whole.subarray(SPKI_PREFIX.length)
  return Buffer.concat([ALGORITHM, raw.subarray(0, KEY_ID_BYTES), raw]).toString('base64')
}

function readKey(text: string): { keyId: Buffer; key: KeyObject } {
  const bytes = Buffer.from(text, 'base64')
  const raw = bytes.subarray(ALGORITHM.length + KEY_ID_BYTES)
  return {
    keyId: bytes.subarray(ALGORITHM.length, ALGORITHM.length + KEY_ID_BYTES),
    key: createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' }),
  }
}

const FORM = /^untrusted comment: [^\n]*\n([\w+/=]+)\ntrusted comment: ([^\n]*)\n([\w+/=]+)\s*$/

function readSignature(text: string): Signature | null {
  const [, head, comment, ofAll] = FORM.exec(text.replaceAll('\r\n', '\n')) ?? []
  if (head === undefined || comment === undefined || ofAll === undefined) return null
  const bytes = Buffer.from(head, 'base64')
  const whole = Buffer.from(ofAll, 'base64')
  if (bytes.length !== ALGORITHM.length + KEY_ID_BYTES + SIGNATURE_BYTES || whole.length !== SIGNATURE_BYTES) return null
  if (!bytes.subarray(0, ALGORITHM.length).equals(ALGORITHM)) return null
  const idEnds = ALGORITHM.length + KEY_ID_BYTES
  return { keyId: bytes.subarray(ALGORITHM.length, idEnds), ofFile: bytes.subarray(idEnds), comment, ofAll: whole }
}
