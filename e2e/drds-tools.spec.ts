import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator, Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'
import { findings } from './axe-findings.ts'
import { expect, launchApp, test } from './launch-app.ts'
import { cell, openSandbox, runSql, tabs, unlockVault } from './workbench.ts'

type Drds = SandboxAddresses['drds']

const pages = (page: Page) => page.getByRole('navigation', { name: /Pages of the account|DRDS|账号/ }).last()
const goTo = (page: Page, name: string) => pages(page).getByRole('button', { name, exact: true }).click()
const requests = (page: Page) => page.getByRole('grid', { name: 'Recent requests' })
const detail = (page: Page, action: string) => page.getByRole('region', { name: action, exact: true })

/** From the welcome screen to a tab on a DRDS account of one's own. */
async function connectDrds(page: Page, drds: Drds, name = 'Main account', keepSecrets = () => page.getByRole('button', { name: 'Keep for this session only' }).click()): Promise<void> {
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  const dialog = page.getByRole('dialog')
  const values = { Name: name, 'AccessKey ID': drds.accessKeyId, 'AccessKey Secret': drds.accessKeySecret, Endpoint: drds.endpoint }
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).first().fill(value)
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await keepSecrets()
  await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).dblclick()
  await expect(instance(page, drds)).toBeVisible()
}

const instance = (page: Page, { shop }: Drds): Locator => page.getByRole('row').filter({ hasText: shop?.instanceId ?? '' }).first()

/** To the page of the demo's first instance. */
async function openInstance(page: Page, drds: Drds): Promise<void> {
  await instance(page, drds).getByRole('button', { name: new RegExp(`^(?!Copy).*`) }).first().click()
  await expect(page.getByRole('button', { name: 'Change description' })).toBeVisible()
}

async function order(drds: Drds, fault: object): Promise<void> {
  const answer = await fetch(`${drds.endpoint}/sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) })
  expect(answer.ok).toBe(true)
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test.afterEach(async ({ servers }) => {
  await fetch(`${servers.drds.endpoint}/sandbox/faults`, { method: 'DELETE' })
})

test('the inspector shows how a request was signed and answered, and never the secret it was signed with', async ({ window: page, servers }) => {
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(payload.toString())))
  await page.reload()
  await connectDrds(page, servers.drds)
  await goTo(page, 'Requests')
  await requests(page).getByRole('row').filter({ hasText: 'DescribeDrdsInstances' }).first().click()
  const shown = detail(page, 'DescribeDrdsInstances')
  await expect(shown.getByRole('table', { name: 'Parameters' })).toContainText('HMAC-SHA1')
  await expect(shown).toContainText(/Request ID\s*[0-9A-F-]{36}/)
  await expect(shown).toContainText(/Elapsed\s*\d+ ms/)
  await expect(shown).toContainText(/Host ID/)
  await shown.getByRole('radio', { name: 'Signature' }).click()
  await expect(shown).toContainText(/GET&%2F&AccessKeyId%3D/)
  await expect(shown.getByRole('region', { name: 'Signature', exact: true }).last()).toContainText(/[A-Za-z0-9+/]{27}=/)
  await shown.getByRole('radio', { name: 'Response' }).click()
  await expect(shown).toContainText(/"RequestId": "/)
  expect(await findings(page)).toEqual([])
  expect(await page.content()).not.toContain(servers.drds.accessKeySecret)
  expect(heard.join('\n')).not.toContain(servers.drds.accessKeySecret)
})

test('the arrows walk the requests, and failed ones are found', async ({ window: page, servers }) => {
  await order(servers.drds, { fault: 'throttle', match: 'Action=DescribeDrdsInstances' })
  await connectDrds(page, servers.drds)
  await goTo(page, 'Requests')
  await requests(page).getByRole('row').nth(1).click()
  await page.keyboard.press('End')
  await expect(requests(page).getByRole('row').last()).toBeFocused()
  await page.getByRole('radio', { name: 'Failed' }).click()
  await expect(requests(page).getByRole('row')).toHaveCount(2)
  await expect(requests(page)).toContainText('Throttling.User')
})

test('throttling is survived: the list is there, and the inspector shows each attempt', async ({ window: page, servers }) => {
  await order(servers.drds, { fault: 'throttle', times: 2, match: 'Action=DescribeDrdsInstances' })
  await connectDrds(page, servers.drds)
  await goTo(page, 'Requests')
  const attempts = requests(page).getByRole('row').filter({ hasText: 'DescribeDrdsInstances' })
  await expect(attempts.filter({ hasText: 'Throttling.User' })).toHaveCount(2)
  await attempts.filter({ hasNotText: 'Throttling.User' }).last().click()
  await expect(detail(page, 'DescribeDrdsInstances')).toContainText('3, signed again')
})

test('a clock that is an hour off is corrected, and said to be off', async ({ window: page, servers }) => {
  await order(servers.drds, { fault: 'skew', seconds: 3_600, persistent: true })
  await connectDrds(page, servers.drds)
  await expect(page.getByText(/This computer’s clock is (1:00:00|59:5\d) behind/)).toBeVisible()
  await goTo(page, 'Requests')
  await requests(page).getByRole('row').filter({ hasText: 'InvalidTimeStamp.Expired' }).first().click()
  await expect(page.getByText(/(1:00:00|59:5\d) behind the server/)).toBeVisible()
})

test('a change is in the audit log, with what was, what is, and that the service shows it', async ({ window: page, servers }) => {
  await connectDrds(page, servers.drds)
  await openInstance(page, servers.drds)
  await page.getByRole('button', { name: 'Change description' }).click()
  await page.getByLabel('Description').fill('Orders, renamed')
  await page.getByRole('button', { name: 'Review' }).click()
  const plan = page.getByRole('dialog')
  await plan.getByRole('button', { name: 'Change description' }).click()
  await expect(plan).toContainText('In effect, as requested.')
  await plan.getByRole('button', { name: 'Close' }).first().click()
  await goTo(page, 'Changes')
  const entry = page.getByRole('row').filter({ hasText: 'ModifyDrdsInstanceDescription' }).first()
  await expect(entry).toContainText(/→ Orders, renamed.*Done.*In effect/)
  await entry.getByRole('button', { name: /^Show details/ }).click()
  await expect(page.getByText('DRDS accepted it.')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Copy entry' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/Description: .* → Orders, renamed/)
})

test('a database of the sandbox is linked and queried', async ({ window: page }) => {
  await openSandbox(page)
  await openShop(page)
  const section = page.getByRole('region', { name: 'Querying' })
  await expect(section).toBeVisible()
  if (await section.getByRole('button', { name: 'Unlink' }).isVisible()) await section.getByRole('button', { name: 'Unlink' }).click()
  await section.getByRole('button', { name: 'Link to a connection' }).click()
  await section.getByRole('button', { name: 'Link', exact: true }).click()
  await section.getByRole('button', { name: 'Query this database' }).click()
  await expect(tabs(page)).toHaveCount(4)
  await runSql(page, 'SELECT COUNT(*) AS n FROM orders')
  await expect(cell(page, 1, 1)).toHaveText('200000')
  // The other way to query it.
  await tabs(page).nth(2).click()
  await section.getByRole('button', { name: 'Change', exact: true }).click()
  await section.getByRole('combobox', { name: 'Connection' }).click()
  await page.getByRole('option', { name: /MaxScale/ }).click()
  await section.getByRole('button', { name: 'Link', exact: true }).click()
  await section.getByRole('button', { name: 'Query this database' }).click()
  await expect(tabs(page)).toHaveCount(5)
  await runSql(page, 'SELECT DATABASE(), COUNT(*) AS n FROM orders')
  await expect(cell(page, 1, 1)).toHaveText('shop')
  await expect(cell(page, 1, 2)).toHaveText('200000')
})

/** From the sandbox's tabs to the page of the demo's database. */
async function openShop(page: Page): Promise<void> {
  await tabs(page).nth(2).click()
  await page.getByRole('row').filter({ hasText: 'drds' }).nth(1).getByRole('button').first().click()
  await page.getByRole('button', { name: 'shop', exact: true }).click()
}

const PASSWORD = 'Never-shown-77'
const PASSPHRASE = 'four words are better'

/** Orders a database of the demo's first instance, and leaves its plan. */
async function createDatabase(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create database' }).click()
  const form = page.getByRole('dialog', { name: 'Create database' })
  await form.getByLabel('Database name').fill(name)
  await form.getByLabel('Account password', { exact: true }).fill(PASSWORD)
  await form.getByLabel('RDS instances').fill('rm-cn-hangzhou-a')
  await form.getByRole('button', { name: 'Review' }).click()
  const plan = page.getByRole('dialog', { name: 'Create database' })
  await plan.getByRole('button', { name: 'Create database', exact: true }).click()
  await expect(plan.getByText(/DRDS accepted the change/)).toBeVisible()
  await plan.getByRole('button', { name: 'Close' }).last().click()
}

const statusBar = (page: Page): Locator => page.getByRole('contentinfo')
const tray = (page: Page): Locator => page.getByRole('dialog', { name: 'DRDS tasks' })

test('a database that is created is followed from a query, failure and all, and opened from there', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(2).click()
  await page.getByRole('row').filter({ hasText: 'drds' }).nth(1).getByRole('button').first().click()
  await createDatabase(page, 'tasks_fail')
  await tabs(page).nth(0).click()
  await statusBar(page).getByRole('button', { name: '1 DRDS task', exact: true }).click()
  await expect(tray(page)).toContainText(/Create database tasks_fail.*Running/)
  expect(await findings(page)).toEqual([])
  await expect(tray(page)).toContainText('Failed', { timeout: 20_000 })
  await expect(tray(page)).toContainText('RDS account could not be created')
  await tray(page).getByRole('button', { name: 'Open Create database tasks_fail' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'tasks_fail' })).toBeVisible()
  await statusBar(page).getByRole('button', { name: '1 DRDS task failed' }).click()
  await tray(page).getByRole('button', { name: /from the list$/ }).click()
  await page.keyboard.press('Escape')
  await expect(statusBar(page).getByRole('button', { name: /DRDS task/ })).toHaveCount(0)
})

test('a password goes in the body of a POST, and reads *** wherever the inspector shows it', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(2).click()
  await page.getByRole('row').filter({ hasText: 'drds' }).nth(1).getByRole('button').first().click()
  await createDatabase(page, 'masked')
  await goTo(page, 'Requests')
  await requests(page).getByRole('row').filter({ hasText: 'CreateDrdsDB' }).click()
  const shown = detail(page, 'CreateDrdsDB')
  await expect(shown).toContainText('POST 127.0.0.1')
  await expect(shown.getByRole('row').filter({ hasText: 'Password' })).toContainText('*** masked')
  await expect(shown.getByRole('region', { name: 'curl' })).toContainText("curl -X POST --data 'AccessKeyId=")
  expect(await shown.innerText()).not.toContain(PASSWORD)
  await shown.getByRole('radio', { name: 'Signature' }).click()
  await expect(shown).toContainText('Password%3D***')
  expect(await shown.innerText()).not.toContain(PASSWORD)
})

test('a task is followed on after the window was loaded anew', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(2).click()
  await page.getByRole('row').filter({ hasText: 'drds' }).nth(1).getByRole('button').first().click()
  await createDatabase(page, 'tasks_kept')
  await page.reload()
  await expect(statusBar(page).getByRole('button', { name: '1 DRDS task', exact: true })).toBeVisible()
  await expect(page.getByText('Database tasks_kept is ready')).toBeVisible({ timeout: 20_000 })
})

test('a task and a full-table scan that ended while Tessera was closed are told of at the next start', async ({ page, userData, servers }) => {
  const first = await launchApp(userData)
  await page.goto(first.url)
  await connectDrds(page, servers.drds, 'Main account', async () => {
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await page.getByLabel('Repeat passphrase').fill(PASSPHRASE)
    await page.getByRole('button', { name: 'Create vault' }).click()
  })
  await openInstance(page, servers.drds)
  await page.getByRole('button', { name: 'shop', exact: true }).click()
  await page.getByLabel('Tables').fill('orders')
  await page.getByRole('button', { name: 'Turn on full-table scans' }).click()
  const plan = page.getByRole('dialog', { name: 'Set full-table scans' })
  await plan.getByRole('button', { name: 'Set full-table scans' }).click()
  await expect(plan.getByText(/DRDS accepted the change/)).toBeVisible()
  await plan.getByRole('button', { name: 'Close' }).last().click()
  await page.keyboard.press('Alt+ArrowLeft')
  await createDatabase(page, 'over_restart')
  await first.stop()
  // An hour passes.
  const database = new DatabaseSync(join(userData, 'tessera.db'))
  database.exec("UPDATE drds_reminders SET reminder = json_set(reminder, '$.dueAt', 1)")
  database.close()

  const second = await launchApp(userData)
  try {
    await page.goto(second.url)
    // Until its secret is there, the task waits.
    await expect(statusBar(page).getByRole('button', { name: '1 DRDS task', exact: true })).toBeVisible()
    await page.getByRole('button', { name: /Vault locked/ }).click()
    await unlockVault(page, PASSPHRASE)
    await expect(page.getByText('Database over_restart is ready')).toBeVisible({ timeout: 20_000 })
    const notice = page.getByRole('listitem').filter({ hasText: 'Full-table scan is still on' })
    await expect(notice).toContainText('Table orders in shop')
    // Notices lay over the rows and buttons that were worked with: they have a strip of their own.
    const [main, strip, status] = await Promise.all([page.getByRole('main'), notice, statusBar(page)].map((part) => part.boundingBox()))
    expect([main!.y + main!.height <= strip!.y, strip!.y + strip!.height <= status!.y]).toEqual([true, true])
    await page.getByRole('button', { name: 'New query tab' }).click()
    await notice.getByRole('button', { name: 'Turn off full-table scans' }).click()
    await page.getByRole('dialog', { name: 'Set full-table scans' }).getByRole('button', { name: 'Close' }).last().click()
    await expect(page.getByRole('heading', { level: 2, name: 'shop' })).toBeVisible()
    await expect(notice).toHaveCount(0)
  } finally {
    await second.stop()
  }
})

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })

  test('requests and the audit log speak Chinese', async ({ window: page }) => {
    await openSandbox(page)
    await tabs(page).nth(2).click()
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await pages(page).getByRole('button', { name: '请求' }).click()
    await page.getByRole('grid', { name: '最近的请求' }).getByRole('row').nth(1).click()
    await expect(page.getByRole('table', { name: '请求参数' })).toContainText('HMAC-SHA1')
    await page.getByRole('radio', { name: '签名' }).click()
    await expect(page.getByText('待签名字符串（StringToSign）')).toBeVisible()
  })
})
