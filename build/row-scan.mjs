/**
 * `npm run row-scan`: compiles electron/http/row-scan/row-scan.assembly.ts and writes it as a module of TypeScript, which
 * is committed: nothing that runs or tests Tessera has to compile it first. A unit test tells when it is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = new URL('../electron/http/row-scan/', import.meta.url)
export const written = new URL('row-scan-module.ts', folder)

/** The module's text; throws with the compiler's words. */
export async function compiled() {
  const source = await readFile(new URL('row-scan.assembly.ts', folder), 'utf8')
  const pages = '11'
  let binary
  const { error, stderr } = await asc.main(
    ['source.ts', '--outFile', 'binary', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', pages, '--maximumMemory', pages],
    { readFile: (name) => (name === 'source.ts' ? source : null), writeFile: (_, contents) => (binary = contents), listFiles: () => [] },
  )
  if (error) throw new Error(String(stderr), { cause: error })
  return `/** Made from row-scan.assembly.ts by \`npm run row-scan\`. */\nexport const rowScanModule =\n  '${Buffer.from(binary).toString('base64')}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(written, await compiled())
