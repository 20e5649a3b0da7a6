import { expect, test } from 'vitest'
import { certificatesIn } from './certificates-in.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const block = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`

test('certificates are taken out of what stands around them, and a key is left', () => {
  const file = `Bag Attributes\r\n${block('MIIB\r\nAAAA')}\r\n-----BEGIN RSA PRIVATE KEY-----\nhush\n-----END RSA PRIVATE KEY-----\n${block('MIIC')}`
  expect(certificatesIn(bytes(file))).toBe(`${block('MIIB\nAAAA')}\n${block('MIIC')}`)
})

test('a certificate in DER, as Windows exports it, becomes PEM', () => {
  const der = new Uint8Array(100).fill(0xff)
  der.set([0x30, 0x82, 0x00, 0x60])
  const pem = certificatesIn(der) ?? ''
  expect(pem.split('\n').every((line) => line.length <= 64)).toBe(true)
  expect([...Uint8Array.from(atob(pem.replaceAll(/-----[A-Z ]+-----|\n/g, '')), (letter) => letter.charCodeAt(0))]).toEqual([...der])
})

test.each([
  ['a key', bytes('-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----')],
  ['an empty file', new Uint8Array()],
  ['a file of another kind', bytes('%PDF-1.7')],
  ['a file that is far too long', bytes(block('A'.repeat(200_000)))],
])('%s holds none', (_, file) => {
  expect(certificatesIn(file)).toBeNull()
})
