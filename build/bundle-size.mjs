/** The renderer's first bundle (what index.html loads before anything is asked for), gzipped, without Monaco: under 400 kB. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './steps.mjs'

const LIMIT_KB = 400
const folder = join(root, 'out/renderer')
const html = await readFile(join(folder, 'index.html'), 'utf8')
const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1])
// A chunk that an entry imports statically loads with it.
const seen = new Set()
const queue = [...first]
let bytes = 0
while (queue.length > 0) {
  const file = queue.pop()
  if (seen.has(file)) continue
  seen.add(file)
  const text = await readFile(join(folder, file))
  bytes += gzipSync(text).length
  for (const match of text.toString().matchAll(/(?:^|[;}])import\s*(?:[\w*{][^;'"]*?from\s*)?["'](\.\/[^"']+\.js)["']/g)) queue.push(join('assets', match[1]))
}
const kilobytes = bytes / 1000
console.log(`first bundle: ${kilobytes.toFixed(0)} kB gzip in ${seen.size} files (limit ${LIMIT_KB})`)
for (const file of seen) console.log(`  ${file}`)
process.exitCode = kilobytes < LIMIT_KB && seen.size > 0 ? 0 : 1
