import { expect, launchApp, test } from './launch-app.ts'
import { cell, runSql, unlockVault } from './workbench.ts'

test('sessions that a crash left open on the server are closed at the next start, once their vault is open, and nobody else’s', async ({ page, userData, servers }) => {
  const { baseUrl, restUser, restPassword, target, databaseUser, databasePassword, database } = servers.maxscale
  const headers = { Authorization: `Basic ${Buffer.from(`${restUser}:${restPassword}`).toString('base64')}`, 'Content-Type': 'application/json' }
  const openIds = async () => ((await (await fetch(`${baseUrl}/v1/sql`, { headers })).json()) as { data: { id: string }[] }).data.map(({ id }) => id)
  const body = JSON.stringify({ target, user: databaseUser, password: databasePassword })
  const other = (await (await fetch(`${baseUrl}/v1/sql`, { method: 'POST', headers, body })).json()) as { data: { id: string }; meta: { token: string } }
  const before = await openIds()

  const first = await launchApp(userData)
  const dialog = page.getByRole('dialog')
  await page.goto(first.url)
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  for (const [label, value] of Object.entries({
    Name: 'Shop', 'REST API address': baseUrl, 'REST API user': restUser, 'REST API password': restPassword, Target: target, 'Database user': databaseUser,
    'Database password': databasePassword, 'Default database': database,
  })) await dialog.getByLabel(label, { exact: false }).first().fill(value)
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await dialog.last().getByLabel('Passphrase', { exact: true }).fill('four words are better')
  await dialog.last().getByLabel('Repeat passphrase').fill('four words are better')
  await page.getByRole('button', { name: 'Create vault' }).click()
  await page.getByRole('treeitem', { name: /^Shop/ }).dblclick()
  await runSql(page, 'BEGIN; SELECT 7 AS seven')
  await expect(cell(page, 1, 1)).toHaveText('7')
  expect(await openIds()).toHaveLength(before.length + 1)
  await first.crash()
  expect(await openIds()).toHaveLength(before.length + 1)

  const second = await launchApp(userData)
  try {
    await page.goto(second.url)
    await page.getByRole('button', { name: /Vault locked/ }).click()
    await unlockVault(page, 'four words are better')
    await expect(async () => expect(await openIds()).toHaveLength(before.length)).toPass()
    expect(await openIds()).toContain(other.data.id)
    await runSql(page, 'SELECT 8 AS eight')
    await expect(cell(page, 1, 1)).toHaveText('8')
    expect(await openIds()).toHaveLength(before.length + 1)
  } finally {
    await second.stop()
    // Ended in good order it leaves nothing itself.
    expect(await openIds()).toEqual(before)
    await fetch(`${baseUrl}/v1/sql/${other.data.id}?token=${other.meta.token}`, { method: 'DELETE', headers })
  }
})
