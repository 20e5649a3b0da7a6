import { Writable } from 'node:stream'
import { createInterface } from 'node:readline'
import { Secret } from '../vault/secret.ts'

/**
 * The vault's passphrase: from TESSERA_PASSPHRASE, which programs that we start do not inherit, or asked for on a
 * terminal without an echo. Null where there is neither.
 */
export async function passphraseFor(prompt: string, mayAsk: boolean): Promise<Secret | null> {
  const given = process.env.TESSERA_PASSPHRASE
  delete process.env.TESSERA_PASSPHRASE
  if (given) return new Secret(given)
  if (!mayAsk || !process.stdin.isTTY || !process.stderr.isTTY) return null
  process.stderr.write(prompt)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const typed = await new Promise<string | null>((resolve) => {
    reader.once('line', resolve)
    reader.once('close', () => resolve(null))
    reader.once('SIGINT', () => reader.close())
  })
  reader.close()
  process.stderr.write('\n')
  return typed ? new Secret(typed) : null
}
