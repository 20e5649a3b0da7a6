import type { Page } from '@playwright/test'
import { expect, launchApp, test } from './launch-app.ts'
import { startLoopbackProxy } from './loopback-proxy.ts'
import { cell, results, runSql, unlockVault } from './workbench.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const field = (page: Page, label: string) => dialog(page).getByLabel(label, { exact: false }).first()

/** Everything that main sent to the page, as text. */
function received(page: Page): () => string {
  const frames: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(payload.toString())))
  return () => frames.join('\n')
}

async function fill(page: Page, values: Record<string, string>) {
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(value)
}

test('a DMS connection is tested, saved for the session, used, edited, duplicated and deleted; its secret never comes back', async ({ page, app, servers }) => {
  const heard = received(page)
  await page.goto(app.url)
  await page.getByRole('button', { name: /DMS secure access proxy/ }).click()
  await fill(page, {
    Name: 'Orders DMS', Endpoint: servers.dms.endpoint, AccessID: servers.dms.accessId, AccessSecret: servers.dms.accessSecret,
    'Default database': servers.dms.schema,
  })
  await dialog(page).getByText('Production').click()
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog(page)).toContainText('The connection works.')
  await dialog(page).getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await expect(dialog(page)).toHaveCount(0)

  const entry = page.getByRole('treeitem', { name: /^Orders DMS/ })
  await entry.dblclick()
  await runSql(page, 'SELECT COUNT(*) AS n FROM orders')
  await expect(cell(page, 1, 1)).toHaveText(/^\d+$/)
  // Production is unmistakable wherever the connection is.
  await expect(results(page).locator('[data-environment=production]')).toBeVisible()
  await expect(page.getByRole('tablist', { name: 'Query tabs' }).getByRole('tab', { selected: true })).toHaveAttribute('data-environment', 'production')
  await expect(page.getByRole('tabpanel').and(page.locator('[data-environment=production]'))).toBeVisible()
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText('Production')

  await entry.press('F2')
  await fill(page, { Name: 'Orders, read-only' })
  await expect(field(page, 'AccessSecret')).toHaveValue('')
  // The secret belongs to its address: for another one it is asked for again.
  await fill(page, { Endpoint: servers.drds.endpoint })
  await expect(dialog(page)).toContainText('Enter it again for the new address.')
  await dialog(page).getByRole('button', { name: 'Save connection' }).click()
  await expect(field(page, 'AccessSecret')).toBeFocused()
  await fill(page, { Endpoint: servers.dms.endpoint })
  await expect(field(page, 'AccessSecret')).toHaveAttribute('placeholder', /Stored/)
  await dialog(page).getByText('Read-only', { exact: true }).click()
  await dialog(page).getByRole('button', { name: 'Save connection' }).click()
  await runSql(page, 'DELETE FROM orders WHERE id = 1')
  await expect(results(page).getByRole('alert')).toContainText(/read-only/i)

  const renamed = page.getByRole('treeitem', { name: /^Orders, read-only/ })
  await renamed.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Duplicate connection' }).click()
  await expect(renamed).toHaveCount(2)
  await renamed.last().press('Delete')
  await dialog(page).getByRole('button', { name: 'Delete connection' }).click()
  await expect(renamed).toHaveCount(1)

  expect(heard()).not.toContain(servers.dms.accessSecret)
})

test('a MaxScale connection opens a session and answers', async ({ window: page, servers }) => {
  const { maxscale } = servers
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  await fill(page, {
    Name: 'Shop MaxScale', 'REST API address': maxscale.baseUrl, 'REST API user': maxscale.restUser, 'REST API password': maxscale.restPassword,
    Target: maxscale.target, 'Database user': maxscale.databaseUser, 'Database password': maxscale.databasePassword, 'Default database': maxscale.database,
  })
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog(page)).toContainText('The connection works.')
  await dialog(page).getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: /^Shop MaxScale/ }).dblclick()
  await runSql(page, 'SELECT COUNT(*) AS n FROM users')
  await expect(cell(page, 1, 1)).toHaveText(/^\d+$/)
})

test('a DRDS connection lists the instances of its region', async ({ window: page, servers }) => {
  const { drds } = servers
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  await fill(page, {
    Name: 'Account', 'AccessKey ID': drds.accessKeyId, 'AccessKey Secret': drds.accessKeySecret, Region: drds.regionId, Endpoint: drds.endpoint,
  })
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog(page)).toContainText('The connection works.')
  await dialog(page).getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: /^Account/ }).dblclick()
  await expect(page.getByRole('table').getByRole('row')).not.toHaveCount(1)
  await expect(page.getByRole('table')).toContainText('cn-hangzhou')
})

test('a refused login says so in words, with the server’s own and a request ID, and keeps what was typed', async ({ window: page, servers }) => {
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  await fill(page, {
    Name: 'Account', 'AccessKey ID': servers.drds.accessKeyId, 'AccessKey Secret': 'not-the-secret', Region: 'cn-hangzhou', Endpoint: servers.drds.endpoint,
  })
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  const alert = dialog(page).getByRole('alert')
  await expect(alert).toContainText(/SignatureDoesNotMatch/)
  await expect(alert).toContainText(/Request ID/i)
  await expect(field(page, 'Name')).toHaveValue('Account')
  expect(await alert.textContent()).not.toContain('not-the-secret')
})

test('an address where nothing listens is told from a refused login', async ({ window: page, servers }) => {
  await page.getByRole('button', { name: /DMS secure access proxy/ }).click()
  await fill(page, { Name: 'Nowhere', Endpoint: 'http://127.0.0.1:9', AccessID: 'a', AccessSecret: 'b' })
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText(/refused/i)
  await fill(page, { Endpoint: servers.dms.endpoint })
  await dialog(page).getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog(page).getByRole('alert')).not.toContainText(/connection was refused/i)
})

test('a connection goes through a proxy that it signs in to; a wrong password names the proxy, and no password comes back', async ({ page, app, servers }) => {
  const proxy = await startLoopbackProxy('anna', 'hush-proxy')
  const heard = received(page)
  try {
    await page.goto(app.url)
    await page.getByRole('button', { name: /DMS secure access proxy/ }).click()
    await fill(page, {
      Name: 'Behind a proxy', Endpoint: servers.dms.endpoint, AccessID: servers.dms.accessId, AccessSecret: servers.dms.accessSecret,
      'Default database': servers.dms.schema,
    })
    // With the keyboard alone, from the last field before the folded sections.
    await dialog(page).getByRole('button', { name: 'Network', exact: true }).press('Enter')
    await dialog(page).getByRole('combobox', { name: 'Proxy' }).press('Enter')
    await page.getByRole('option', { name: 'Custom proxy' }).press('Enter')
    await fill(page, { 'Proxy address': proxy.at, 'Proxy user': 'anna', 'Proxy password': 'wrong-proxy' })
    await dialog(page).getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog(page).getByRole('alert')).toContainText(`The proxy ${proxy.at} did not accept the user name or password.`)
    expect(proxy.passed).toEqual([])

    await fill(page, { 'Proxy password': 'hush-proxy' })
    await dialog(page).getByRole('button', { name: 'Test connection' }).click()
    await expect(dialog(page)).toContainText('The connection works.')
    await dialog(page).getByRole('button', { name: 'Create connection' }).click()
    await page.getByRole('button', { name: 'Keep for this session only' }).click()
    await page.getByRole('treeitem', { name: /^Behind a proxy/ }).dblclick()
    await runSql(page, 'SELECT 7 AS seven')
    await expect(cell(page, 1, 1)).toHaveText('7')
    expect(proxy.passed.at(-1)).toBe(`POST ${servers.dms.endpoint}/server/${servers.dms.schema}`)

    await page.getByRole('treeitem', { name: /^Behind a proxy/ }).press('F2')
    await dialog(page).getByRole('button', { name: 'Network custom proxy' }).click()
    await expect(field(page, 'Proxy password')).toHaveValue('')
    expect(heard()).not.toContain('hush-proxy')
  } finally {
    proxy.stop()
  }
})

test('secrets in a passphrase vault survive a restart, locked until the passphrase is given', async ({ page, userData, servers }) => {
  const first = await launchApp(userData)
  await page.goto(first.url)
  await page.getByRole('button', { name: /DMS secure access proxy/ }).click()
  await fill(page, {
    Name: 'Kept', Endpoint: servers.dms.endpoint, AccessID: servers.dms.accessId, AccessSecret: servers.dms.accessSecret, 'Default database': 'shop',
  })
  await dialog(page).getByRole('button', { name: 'Create connection' }).click()
  await dialog(page).last().getByLabel('Passphrase', { exact: true }).fill('P@ssw0rd2024')
  await expect(dialog(page).last()).toContainText('mostly a common password')
  await dialog(page).last().getByLabel('Passphrase', { exact: true }).fill('four words are better')
  await dialog(page).last().getByLabel('Repeat passphrase').fill('four words are better')
  await page.getByRole('button', { name: 'Create vault' }).click()
  await expect(page.getByRole('treeitem', { name: /^Kept/ })).toBeVisible()
  await first.stop()

  const second = await launchApp(userData)
  try {
    await page.goto(second.url)
    await page.getByRole('treeitem', { name: /^Kept/ }).dblclick()
    await runSql(page, 'SELECT 5 AS five')
    await page.getByRole('button', { name: /Unlock the vault|Vault locked/ }).first().click()
    await unlockVault(page, 'wrong words entirely')
    await expect(dialog(page).getByRole('alert')).toContainText(/passphrase/i)
    await unlockVault(page, 'four words are better')
    await expect(dialog(page)).toHaveCount(0)
    await runSql(page, 'SELECT 5 AS five')
    await expect(cell(page, 1, 1)).toHaveText('5')

    const settings = page.getByRole('dialog', { name: 'Settings' })
    const change = page.getByRole('dialog', { name: 'Change the passphrase' })
    await page.keyboard.press('ControlOrMeta+,')
    await settings.getByRole('button', { name: 'Change passphrase…' }).click()
    await change.getByLabel('Current passphrase').fill('four words are better')
    await change.getByLabel('New passphrase').fill('绿茶配饼干真好吃')
    await change.getByLabel('Repeat passphrase').fill('绿茶配饼干真好吃')
    await change.getByRole('button', { name: 'Change passphrase' }).click()
    await expect(change).toHaveCount(0)
    await settings.getByRole('button', { name: 'Lock vault' }).click()
    await settings.getByRole('button', { name: 'Close' }).click()
    // What runs next asks for it, and what was typed stands.
    await runSql(page, 'SELECT 6 AS six')
    await results(page).getByRole('button', { name: 'Unlock vault' }).click()
    await unlockVault(page, '绿茶配饼干真好吃')
    await expect(cell(page, 1, 1)).toHaveText('6')
    await expect(page.locator('.view-lines')).toContainText('SELECT 6 AS six')
  } finally {
    await second.stop()
  }
})
