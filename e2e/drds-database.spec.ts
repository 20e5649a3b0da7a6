import type { Locator, Page } from '@playwright/test'
import { findings } from './axe-findings.ts'
import { expect, test } from './launch-app.ts'
import { openSandbox } from './workbench.ts'

/** From the welcome screen to the demo's first instance. */
async function openInstance(page: Page): Promise<void> {
  await openSandbox(page)
  await page.keyboard.press('ControlOrMeta+Alt+I')
  await page.getByRole('row').filter({ hasText: '商城订单（生产）' }).getByRole('button').first().click()
  await expect(page.getByRole('button', { name: 'shop', exact: true })).toBeVisible()
}

async function openShop(page: Page): Promise<void> {
  await openInstance(page)
  await page.getByRole('button', { name: 'shop', exact: true }).click()
  await expect(part(page, /^(Shards|分库)$/).getByText('shop_rds1_0000', { exact: true })).toBeVisible()
}

const part = (page: Page, name: string | RegExp): Locator => page.locator('section').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) })
const dialog = (page: Page, title: string | RegExp): Locator => page.getByRole('dialog', { name: title })

/** Looks at the plan, carries it out and leaves it. */
async function carryOut(page: Page, title: string, verb: string, confirm?: string): Promise<void> {
  const plan = dialog(page, title)
  if (confirm) await plan.getByRole('textbox').fill(confirm)
  await plan.getByRole('button', { name: verb, exact: true }).click()
  await expect(plan.getByText(/DRDS accepted the change/)).toBeVisible()
  await plan.getByRole('button', { name: 'Close' }).last().click()
  await expect(plan).toHaveCount(0)
}

async function createDatabase(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create database' }).click()
  const form = dialog(page, 'Create database')
  await form.getByLabel('Database name').fill(name)
  await form.getByRole('button', { name: 'Generate' }).click()
  await form.getByLabel('RDS instances').fill('rm-cn-hangzhou-a, rm-cn-hangzhou-b')
  await form.getByRole('button', { name: 'Review' }).click()
  // The plan stood on top of its form, two dialogs at once: it takes its place, and Back gives it back as it was.
  const plan = page.getByRole('dialog')
  await expect(plan.getByText('CreateDrdsDB')).toBeVisible()
  await expect(plan).toHaveCount(1)
  await plan.getByRole('button', { name: 'Back' }).click()
  await expect(form.getByLabel('Database name')).toHaveValue(name)
  await form.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Create database', 'Create database')
  await expect(page.getByRole('button', { name: 'Create database' })).toBeFocused()
  await page.getByRole('button', { name, exact: true }).click()
}

test('a database is created, watched until it is ready, and deleted until it is gone', async ({ window: page }) => {
  await openInstance(page)
  await createDatabase(page, 'crm')
  const status = page.getByText(/^(Creating|Normal)$/).first()
  await expect(status).toHaveText('Creating')
  await expect(page.getByRole('button', { name: 'Delete database' })).toBeDisabled()
  await expect(status).toHaveText('Normal', { timeout: 20_000 })
  await expect(part(page, 'RDS and read weights').getByText('rm-cn-hangzhou-a', { exact: true })).toBeVisible()
  await expect(page.getByRole('definition').first()).toHaveText(/^20\d\d-\d\d-\d\d \d\d:\d\d$/)
  await expect(page.getByRole('definition').nth(1)).toHaveText('Horizontal')
  await page.getByRole('button', { name: 'Reset password' }).click()
  const password = dialog(page, /crm/)
  await password.getByLabel('New password').fill('short')
  await password.getByRole('button', { name: 'Review' }).click()
  await expect(password).toContainText('The password needs 8 to 30 characters; this one has 5.')
  await password.getByLabel('New password').fill('Long-enough-2026')
  await password.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Reset database password', 'Reset password')
  await page.getByRole('button', { name: 'Delete database' }).click()
  await carryOut(page, 'Delete database', 'Delete database', 'crm')
  await expect(page.getByText('crm no longer exists')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Show instance' }).click()
  await expect(page.getByRole('button', { name: 'shop', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'crm', exact: true })).toHaveCount(0)
  // How it ended is in the log, too, each a line of its own.
  await page.getByRole('button', { name: 'Changes', exact: true }).click()
  const ends = page.getByRole('row').filter({ hasText: 'Completed' })
  await expect(ends.filter({ hasText: 'DeleteDrdsDB' })).toContainText('crm →')
  await expect(ends.filter({ hasText: 'CreateDrdsDB' })).toContainText('→ crm')
})

test('a database whose creation fails says why, and is deleted by the action for it', async ({ window: page }) => {
  await openInstance(page)
  await createDatabase(page, 'crm_fail')
  await expect(page.getByText('Creation failed')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Clean up failed database' }).click()
  await expect(page.getByRole('dialog').getByText('DeleteFailedDrdsDB')).toBeVisible()
  await carryOut(page, 'Clean up failed database', 'Clean up failed database', 'crm_fail')
  await expect(page.getByText('crm_fail no longer exists')).toBeVisible({ timeout: 20_000 })
})

test('read weights stay at 100 by keyboard and by number, and the service shows them then', async ({ window: page }) => {
  await openShop(page)
  const rds = part(page, 'RDS and read weights')
  await expect(rds.getByRole('row', { name: /rm-shop4/ })).toContainText('No read-only instance')
  await expect(rds.getByRole('row', { name: /rr-shop3b/ })).toContainText('Restarting')
  await rds.getByRole('button', { name: 'Set read weights of rm-shop1' }).click()
  const weights = dialog(page, 'Read weights of rm-shop1')
  await weights.getByRole('slider', { name: /rm-shop1/ }).focus()
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight')
  await expect(weights.getByRole('status')).toHaveText('rm-shop1 60% + rr-shop1a 24% + rr-shop1b 16% = 100%')
  await weights.getByRole('button', { name: 'Lock the weight of rr-shop1b' }).click()
  await weights.getByLabel('Read weight of rr-shop1a', { exact: true }).fill('44')
  await expect(weights.getByRole('status')).toHaveText('rm-shop1 40% + rr-shop1a 44% + rr-shop1b 16% = 100%')
  expect(await findings(page)).toEqual([])
  await weights.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Set read weights', 'Set read weights')
  await expect(rds.getByRole('row', { name: /rr-shop1a/ })).toContainText('44%')
  await expect(rds.getByRole('button', { name: 'Set read weights of rm-shop1' })).toBeFocused()
  await expect(rds.getByRole('row', { name: /^rm-shop1/ })).toContainText('40%')
})

test('a whitelist is appended to and replaced, with before and after in sight', async ({ window: page }) => {
  await openShop(page)
  const list = part(page, 'Whitelist')
  await expect(list).toContainText('10.26.0.0/16')
  await list.getByRole('button', { name: 'Edit whitelist' }).click()
  const field = list.getByLabel('IP addresses and CIDR blocks')
  await field.fill('10.9.0.1 300.1.1.1')
  await expect(list.getByText('“300.1.1.1” is not an IPv4 address or CIDR block.')).toBeVisible()
  await expect(list.getByRole('button', { name: 'Review' })).toBeDisabled()
  await field.fill('10.9.0.1, 10.26.0.0/16')
  await expect(list.getByText('1 added, 0 removed, 3 in total')).toBeVisible()
  await list.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Change whitelist', 'Change whitelist')
  await expect(list).toContainText('3 entries')
  await expect(list.getByRole('button', { name: 'Edit whitelist' })).toBeFocused()

  await list.getByRole('button', { name: 'Edit whitelist' }).click()
  await list.getByRole('radio', { name: 'Replace the whole whitelist' }).click()
  await list.getByRole('button', { name: 'Remove 10.26.0.0/16' }).click()
  await field.fill('0.0.0.0/0')
  await expect(list.getByText('0.0.0.0/0 allows every IP address.')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await field.fill('10.9.1.0/24')
  await list.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Change whitelist', 'Change whitelist')
  await expect(list).toContainText('10.9.1.0/24')
  await expect(list).not.toContainText('10.26.0.0/16')
})

test('a read-only account is created, gets another password and is removed', async ({ window: page }) => {
  await openShop(page)
  const account = part(page, 'Read-only account')
  await account.getByLabel('Password of the read-only account').fill('Reading-2026')
  await account.getByRole('button', { name: 'Create read-only account' }).click()
  await carryOut(page, 'Create read-only account', 'Create account')
  await expect(account.getByRole('button', { name: 'Change password' })).toBeFocused()
  await account.getByRole('button', { name: 'Change password' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Current password').fill('Reading-2026')
  await form.getByLabel('New password').fill('Reading-2027')
  await form.getByRole('button', { name: 'Review' }).click()
  await carryOut(page, 'Change read-only account password', 'Change password')
  await account.getByRole('button', { name: 'Remove read-only account' }).click()
  await carryOut(page, 'Remove read-only account', 'Remove account')
  await expect(account.getByLabel('Password of the read-only account')).toBeFocused()
})

test('a full-table scan is switched on with a reminder, and off by it', async ({ window: page }) => {
  await openShop(page)
  const scans = part(page, 'Full-table scans')
  await scans.getByRole('button', { name: 'List tables from the linked connection' }).click()
  await scans.getByRole('checkbox', { name: 'orders', exact: true }).click()
  await scans.getByRole('button', { name: 'Turn on full-table scans' }).click()
  await carryOut(page, 'Set full-table scans', 'Set full-table scans')
  await expect(scans.getByRole('list', { name: 'Reminders' })).toContainText('orders')
  await scans.getByRole('button', { name: 'Turn off now' }).click()
  await carryOut(page, 'Set full-table scans', 'Set full-table scans')
  await expect(scans.getByRole('list', { name: 'Reminders' })).toHaveCount(0)
})

test('a part that the service refuses says so, and the others are there', async ({ window: page }) => {
  await openInstance(page)
  await page.getByRole('button', { name: 'shop_archive', exact: true }).click()
  const refused = part(page, 'Read-only account').getByRole('alert')
  // The explanation, the server's words, its code and the request's id stand together.
  await expect(refused).toContainText('The database is not in the normal state.')
  await expect(refused).toContainText('The drds database is not in running status')
  await expect(refused).toContainText('InvalidDbStatus.NotRunning')
  await expect(refused).toContainText(/Request ID\s*[0-9A-F]{8}-[0-9A-F-]{27}/)
  await expect(part(page, 'Whitelist').getByRole('button', { name: 'Edit whitelist' })).toBeVisible()
})

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })

  test('a database speaks Chinese, and axe finds nothing', async ({ window: page }) => {
    await openShop(page)
    for (const name of ['RDS 与读策略', '白名单', '全表扫描', '只读账号', '分库']) await expect(part(page, name)).toBeVisible()
    expect(await findings(page)).toEqual([])
    await part(page, 'RDS 与读策略').getByRole('button', { name: /rm-shop3/ }).filter({ hasText: '设置读策略' }).click()
    await expect(dialog(page, '设置 rm-shop3 的读策略')).toContainText('重启中')
  })
})
