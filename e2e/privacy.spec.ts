import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, launchApp, root, test } from './launch-app.ts'
import { cell, connectMaxScale, openSandbox, runSql } from './workbench.ts'

interface Recorded {
  kind: 'connect' | 'listen' | 'name' | 'datagrams' | 'program'
  to: string
}

test('a session calls nobody but whom it was asked to call', async ({ page, userData, servers }) => {
  const file = join(userData, 'network.jsonl')
  const app = await launchApp(userData, [], { NODE_OPTIONS: `--import ${pathToFileURL(join(root, 'e2e/record-network.mjs')).href}`, RECORD_NETWORK: file })
  try {
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    page.on('websocket', (socket) => requested.push(socket.url()))
    await page.goto(app.url)
    await openSandbox(page)
    await runSql(page, 'SELECT 41 + 1 AS answer')
    await expect(cell(page, 1, 1)).toHaveText('42')
    await page.getByRole('treeitem', { name: /Sandbox · DRDS/ }).dblclick()
    await expect(page.getByRole('main').getByRole('row').nth(3)).toBeVisible()
    await page.keyboard.press('Control+,')
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
    await page.keyboard.press('Escape')

    const recorded = () => readFileSync(file, 'utf8').trim().split('\n').map((line): Recorded => JSON.parse(line))
    const of = (kind: Recorded['kind']) => [...new Set(recorded().filter((entry) => entry.kind === kind).map(({ to }) => to))]
    // Its own sandbox, and the window's own server: nothing else is there to be called yet.
    const own = of('listen')
    expect(own.length).toBeGreaterThanOrEqual(4)
    expect(own.filter((to) => !to.startsWith('127.0.0.1:'))).toEqual([])
    expect(of('connect').length).toBeGreaterThan(0)
    expect(of('connect').filter((to) => !own.includes(to))).toEqual([])

    // What was asked for is recorded, so that silence means something.
    await page.getByRole('button', { name: 'New connection' }).first().click()
    await connectMaxScale(page, servers.maxscale, 'Elsewhere')
    await runSql(page, 'SELECT 6 * 7 AS answer')
    await expect(cell(page, 1, 1)).toHaveText('42')
    expect(of('connect').filter((to) => !own.includes(to))).toEqual([new URL(servers.maxscale.baseUrl).host])
    expect(of('name').filter((host) => host !== '127.0.0.1')).toEqual([])
    expect([of('datagrams'), of('program')]).toEqual([[], []])

    const { host } = new URL(app.url)
    expect(requested.length).toBeGreaterThan(3)
    expect(requested.filter((url) => /^(?:https?|wss?):/.test(url) && new URL(url).host !== host)).toEqual([])
  } finally {
    await app.stop()
  }
})

test('a support bundle is read before it is saved, and is saved as it was read', async ({ window: page }) => {
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('dialog').getByRole('combobox').fill('support')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Support bundle' })
  const contents = dialog.getByRole('textbox', { name: 'Contents' })
  await expect(contents).toHaveValue(/== about ==\nTessera [^]*== connections ==\n1 dms[^]*== log ==\n[^]* info started /)
  await dialog.getByRole('checkbox', { name: 'Local log' }).click()
  await expect(contents).not.toHaveValue(/== log ==/)
  const read = await contents.inputValue()
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save…' }).click()])
  expect(download.suggestedFilename()).toMatch(/^tessera-support-\d{4}-\d\d-\d\d\.txt$/)
  expect(readFileSync(await download.path(), 'utf8')).toBe(read)
  await expect(dialog).toHaveCount(0)
})
