import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { breaches } from './layers.mjs'

let tree = ''
afterEach(() => rm(tree, { recursive: true }))

/** What is found in a tree of these files, by path. */
async function foundIn(files) {
  tree = await mkdtemp(join(tmpdir(), 'tessera-layers-'))
  for (const folder of ['shared', 'electron', 'renderer', 'e2e']) await mkdir(join(tree, folder))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), text)
  }
  return breaches(tree)
}

describe('the layers', () => {
  it('let the arrows of the picture through', async () => {
    const files = {
      'renderer/app/app.tsx': "import { Panel } from '../features/query/panel.tsx'\nexport const App = () => <Panel />",
      'renderer/features/query/panel.tsx': "import { run } from '../../../shared/contract/query.ts'\nimport { useState } from 'react'\nexport const Panel = () => <p>{useState(run)[0]}</p>",
      'shared/contract/query.ts': "import { z } from 'zod'\nexport const run = z.string()",
      'electron/services/query-service.ts': "import { execute } from '../clients/dms/client.ts'\nimport { join } from 'node:path'\nexport const run = () => execute(join('a'))",
      'electron/clients/dms/client.ts': "import { send } from '../../http/send.ts'\nexport const execute = send",
      'electron/http/send.ts': 'export const send = (text: string) => text',
    }
    expect(await foundIn(files)).toEqual([])
  })

  it.each([
    ['feature → feature', 'renderer/features/query/a.ts', "import '../results/b.ts'"],
    ['model → renderer', 'shared/model/a.ts', "import '../../renderer/ui/b.ts'"],
    ['client → service', 'electron/clients/dms/a.ts', "import '../../services/b.ts'"],
    ['client → client', 'electron/clients/dms/a.ts', "import '../drds/b.ts'"],
    ['service → ipc', 'electron/services/a.ts', "import '../ipc/b.ts'"],
    ['sandbox → client', 'electron/sandbox/a.ts', "import '../clients/dms/b.ts'"],
    ['renderer → electron', 'renderer/app/a.ts', "import '../../electron/http/b.ts'"],
    ['anything → a composition root', 'electron/web/a.ts', "import '../serve.ts'"],
    ['renderer → Electron', 'renderer/app/a.ts', "import { app } from 'electron'"],
    ['renderer → Node', 'renderer/ui/a.ts', "import { readFile } from 'node:fs'"],
    ['model → a package that is not listed', 'shared/model/a.ts', "import React from 'react'"],
    ['shipped code → a test', 'electron/http/a.ts', "import './b.test.ts'"],
    ['shipped code → a fixture', 'electron/http/a.ts', "import './fixtures/b.ts'"],
    ['a type is an arrow, too', 'shared/model/a.ts', "import type { B } from '../../renderer/ui/b.ts'"],
    ['an export from elsewhere', 'shared/model/a.ts', "export { b } from '../../renderer/ui/b.ts'"],
    ['an import at run time', 'shared/model/a.ts', "export const b = () => import('../../renderer/ui/b.ts')"],
  ])('stop %s', async (_, path, text) => {
    const found = await foundIn({ [path]: text })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${path} → `))
  })

  it('leave tests alone, which compose parts', async () => {
    expect(await foundIn({ 'shared/model/a.test.ts': "import '../../electron/http/b.ts'\nimport 'node:fs'" })).toEqual([])
  })

  it('stop a cycle at run time, and let types refer to each other', async () => {
    const cycle = {
      'shared/model/a.ts': "import { b } from './b.ts'\nexport const a = () => b()",
      'shared/model/b.ts': "import { c } from './c.ts'\nexport const b = () => c()",
      'shared/model/c.ts': "import { a } from './a.ts'\nexport const c = () => a()",
    }
    expect(await foundIn(cycle)).toEqual(['cycle: shared/model/a.ts → shared/model/b.ts → shared/model/c.ts → shared/model/a.ts'])
    await rm(tree, { recursive: true })
    expect(await foundIn({ ...cycle, 'shared/model/c.ts': "import type { a } from './a.ts'\nexport type C = typeof a" })).toEqual([])
  })

  it('stop a client that makes words of a server itself, which nobody has masked', async () => {
    const words = "export const failure = (http) => ({ code: 'a', server: { text: String(http.bytes), status: 500 } })"
    const reason = "a server's words are made by serverWords, which masks secrets"
    expect(await foundIn({ 'electron/clients/dms/a.ts': words, 'electron/http/server-words.ts': words, 'electron/services/b.ts': words })).toEqual([`electron/clients/dms/a.ts: ${reason}`])
  })

  it('stop a file that stands in no room', async () => {
    expect(await foundIn({ 'shared/elsewhere/a.ts': '' })).toEqual(['shared/elsewhere/a.ts: stands in no room of build/layers.mjs'])
  })
})
