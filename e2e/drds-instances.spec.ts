import type { Locator, Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'
import { findings } from './axe-findings.ts'
import { expect, startSandboxProgram, test as base } from './launch-app.ts'
import { openSandbox, tabs } from './workbench.ts'

/** A sandbox of its own, whose instances are few or many. */
const test = base.extend<{ drdsArgs: string[]; drds: SandboxAddresses['drds'] }>({
  drdsArgs: [['--drds-task-milliseconds', '500'], { option: true }],
  drds: async ({ drdsArgs }, provide) => {
    const servers = await startSandboxProgram(drdsArgs)
    await provide(servers.drds)
    await servers.stop()
  },
})

const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name })
const table = (page: Page): Locator => page.getByRole('region', { name: /^(DRDS instances|DRDS 实例)$/ }).getByRole('table')
const rows = (page: Page): Locator => table(page).getByRole('row').filter({ has: page.getByRole('cell') })
const heading = (page: Page): Locator => page.getByRole('navigation', { name: /^(Location|位置)$/ }).getByRole('heading', { level: 2 })
const footer = (page: Page): Locator => page.getByRole('main').getByRole('status').last()

async function connect(page: Page, drds: SandboxAddresses['drds'], environment: 'Production' | 'Development', name = 'Account'): Promise<void> {
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  const form = page.getByRole('dialog')
  for (const [label, value] of Object.entries({
    Name: name, 'AccessKey ID': drds.accessKeyId, 'AccessKey Secret': drds.accessKeySecret, Region: drds.regionId, Endpoint: drds.endpoint,
  }))
    await form.getByLabel(label, { exact: false }).first().fill(value)
  await form.getByText(environment).click()
  await form.getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).dblclick()
  await expect(rows(page).first()).toBeVisible()
}

async function chooseRegions(page: Page, regions: string[]): Promise<void> {
  await page.getByRole('button', { name: /^(Regions: |地域：)/ }).click()
  for (const region of regions) await page.getByRole('menuitemcheckbox', { name: region }).click()
  await page.keyboard.press('Escape')
}

async function choose(page: Page, list: Locator, option: string): Promise<void> {
  await list.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

const fault = (drds: SandboxAddresses['drds'], order: object) =>
  fetch(`${drds.endpoint}/sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) })

test('instances of several regions stand in one list, and a region that fails hides no other', async ({ window: page, drds }) => {
  await fault(drds, { fault: 'refuse', code: 'Forbidden.RAM', match: 'RegionId=cn-shanghai', persistent: true })
  await connect(page, drds, 'Development')
  await expect(rows(page)).toHaveCount(5)
  await chooseRegions(page, ['cn-beijing', 'cn-shanghai'])
  await expect(rows(page)).toHaveCount(8)
  const strip = page.getByRole('alert').filter({ hasText: 'cn-shanghai' })
  await expect(strip).toBeVisible()
  await fetch(`${drds.endpoint}/sandbox/faults`, { method: 'DELETE' })
  await strip.getByRole('button', { name: 'Try again' }).click()
  await expect(strip).toHaveCount(0)
  await expect(rows(page)).toHaveCount(11)
  await choose(page, page.getByRole('combobox', { name: 'Type' }), 'Shared')
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page)).toHaveText([/活动页 2023/, /开发测试共享实例/])
  await choose(page, page.getByRole('combobox', { name: 'Type' }), 'All types')
  await expect(rows(page)).toHaveCount(11)
  await page.getByRole('button', { name: /^States/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Expired' }).click()
  await page.keyboard.press('Escape')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('Cannot be managed or released')
})

test('the name of a page was cut behind a short account’s, with room to spare', async ({ window: page, drds }) => {
  await connect(page, drds, 'Production', 'P1')
  for (const name of ['Requests', 'Changes', 'Map']) {
    await page.getByRole('main').getByRole('button', { name, exact: true }).click()
    await expect(heading(page)).toHaveText(name)
    expect(await heading(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  }
})

test('columns are chosen one by one, and stay so where the window is loaded anew', async ({ window: page, drds }) => {
  await connect(page, drds, 'Development')
  const headings = table(page).getByRole('columnheader')
  await expect(headings.filter({ hasText: 'Specification' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Columns' }).click()
  for (const column of ['Specification', 'Version', 'Description']) await page.getByRole('menuitemcheckbox', { name: column }).click()
  await page.keyboard.press('Escape')
  await expect(headings).toHaveText([/Instance ID/, /Region/, /Type/, /Status/, /Databases/, /Specification/, /Version/, /Created/, /Addresses/])
  await page.reload()
  await expect(headings).toHaveCount(9)
  // Nothing hidden is a choice, too.
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Description' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(headings).toHaveCount(10)
})

test('a place is kept in its tab, Back leads to the list, and the heading has the focus', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(2).click()
  await rows(page).filter({ hasText: '商城订单（生产）' }).getByRole('button').first().click()
  await expect(heading(page)).toHaveText('商城订单（生产）')
  await expect(heading(page)).toBeFocused()
  await page.getByRole('button', { name: 'shop', exact: true }).click()
  await expect(heading(page)).toHaveText('shop')
  await tabs(page).first().click()
  await tabs(page).nth(2).click()
  await expect(heading(page)).toHaveText('shop')
  await page.getByRole('navigation', { name: 'Location' }).getByRole('button', { name: '商城订单（生产）' }).click()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(heading(page)).toHaveText('shop')
  await page.keyboard.press('Alt+ArrowLeft')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(heading(page)).toHaveText('Instances')
  await expect(rows(page)).toHaveCount(5)
})

test('an instance with databases cannot be released, one without is, once its id was typed', async ({ window: page, drds }) => {
  await connect(page, drds, 'Development')
  await rows(page).filter({ hasText: '会员中心' }).getByRole('button').first().click()
  const release = page.getByRole('button', { name: 'Release instance' })
  await expect(release).toBeDisabled()
  await expect(page.getByText('It can be released once its 2 databases are deleted.')).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  const row = rows(page).filter({ hasText: '开发测试共享实例' })
  const id = (await row.getByRole('button').first().textContent()) ?? ''
  await row.getByRole('button').first().click()
  await release.click()
  const plan = dialog(page, 'Release instance')
  await expect(plan).toContainText('This cannot be undone.')
  const verb = plan.getByRole('button', { name: 'Release instance' })
  await expect(verb).toBeDisabled()
  await plan.getByRole('textbox').fill(id.slice(1))
  await expect(verb).toBeDisabled()
  await plan.getByRole('textbox').fill(id)
  await verb.click()
  await expect(plan).toContainText('In progress')
  await plan.getByRole('button', { name: 'Close' }).first().click()
  await page.getByRole('navigation', { name: 'Location' }).getByRole('button', { name: 'Account' }).click()
  // The list is read again by itself while something changes.
  await expect(rows(page).filter({ hasText: id })).toHaveCount(0, { timeout: 20_000 })
})

test('in production a new description is planned, typed for, read back and taken back', async ({ window: page, drds }) => {
  await connect(page, drds, 'Production')
  const row = rows(page).filter({ hasText: '会员中心' })
  const id = (await row.getByRole('button').first().textContent()) ?? ''
  await row.getByRole('button').first().click()
  await page.getByRole('button', { name: 'Change description' }).click()
  const field = page.getByLabel('Description')
  await field.fill('x')
  await expect(page.getByRole('alert').filter({ hasText: '2 to 128 characters' })).toBeVisible()
  await field.fill('Members')
  await page.keyboard.press('Enter')
  const plan = dialog(page, 'Change instance description')
  await expect(plan.getByRole('row', { name: /Description/ })).toContainText('会员中心')
  const marked = plan.locator('[data-environment]').filter({ hasText: 'Production' })
  await expect(marked).toHaveAttribute('data-environment', 'production')
  // Production's colour, which no other environment has.
  expect(await marked.locator('span').first().evaluate((mark) => getComputedStyle(mark).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
  const verb = plan.getByRole('button', { name: 'Change description' })
  await expect(verb).toBeDisabled()
  await plan.getByRole('textbox').fill(id)
  await verb.click()
  await expect(plan).toContainText('In effect, as requested.')
  await plan.getByRole('button', { name: 'Undo this change' }).click()
  await expect(plan.getByRole('row', { name: /Description/ })).toContainText('Members')
  await plan.getByRole('textbox').fill(id)
  await verb.click()
  await expect(plan).toContainText('In effect, as requested.')
  await plan.getByRole('button', { name: 'Close' }).first().click()
  await expect(heading(page)).toHaveText('会员中心')
  await page.getByRole('button', { name: 'Changes', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('ModifyDrdsInstanceDescription')
})

test('ids and addresses are copied in the row that is pointed at, and by keyboard', async ({ window: page, drds }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await connect(page, drds, 'Development')
  const row = rows(page).filter({ hasText: '会员中心' })
  const id = (await row.getByRole('button').textContent()) ?? ''
  await expect(rows(page).getByRole('button', { name: /^Copy/ })).toHaveCount(0)
  await row.hover()
  await row.getByRole('button', { name: /^Copy .*:3306$/ }).click()
  await expect(row.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await clipboard()).toMatch(/^[\d.]+:3306$/)
  await page.mouse.move(0, 0)
  await row.getByRole('button', { name: id, exact: true }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(clipboard).toBe(id)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  // The keyboard has gone on to the next row, and what copies with it.
  await expect(row.getByRole('button')).toHaveCount(1)
  await expect(rows(page).getByRole('button', { name: /^Copy/ })).toHaveCount(2)
})

test('an instance is ordered once: when no answer comes it says that it may have happened', async ({ window: page, drds }) => {
  await connect(page, drds, 'Development')
  await page.getByRole('button', { name: 'Create instance' }).click()
  const form = dialog(page, 'Create DRDS instances').first()
  await form.getByLabel('Description').fill('双十一 two')
  // Zones are those of the region; the sizes, the price and that it is sent once are said before.
  const zone = form.getByRole('combobox', { name: 'Zone' })
  await expect(zone).toHaveText('cn-hangzhou-b')
  await choose(page, form.getByRole('combobox', { name: 'Region' }), 'cn-beijing')
  await expect(zone).toHaveText('cn-beijing-a')
  await zone.click()
  await expect(page.getByRole('option')).toHaveText(['cn-beijing-a', 'cn-beijing-c', 'cn-beijing-e'])
  await page.getByRole('option', { name: 'cn-beijing-c' }).click()
  await choose(page, form.getByRole('combobox', { name: 'Specification' }), 'drds.standard · 8 cores, 8 GB')
  const bought = form.getByRole('region', { name: 'Your order' })
  await form.getByLabel('Quantity').fill('0')
  await expect(form).toContainText('The quantity must be a whole number of at least 1.')
  await expect(form.getByRole('button', { name: 'Review' })).toBeDisabled()
  await form.getByLabel('Quantity').fill('3')
  await expect(bought).toContainText('3 instances: Dedicated, drds.standard (8 cores, 8 GB each), cn-beijing-c, classic network')
  await form.getByLabel('Quantity').fill('1')
  await expect(bought).toContainText('1 instance: Dedicated, drds.standard (8 cores, 8 GB), cn-beijing-c, classic network')
  await expect(bought).toContainText('Billed to the account from creation')
  await expect(bought).toContainText('The order is sent once and never retried')
  await form.getByLabel('VPC ID').fill('vpc-sandbox')
  await expect(form.getByRole('alert')).toContainText('A VPC needs both its VPC ID and its vSwitch ID')
  await expect(form.getByRole('button', { name: 'Review' })).toBeDisabled()
  await form.getByLabel('vSwitch ID').fill('vsw-sandbox')
  await form.getByText('Shared', { exact: true }).click()
  await expect(form.getByRole('alert')).toContainText('A shared instance cannot be in a VPC.')
  await form.getByText('Dedicated', { exact: true }).click()
  await fault(drds, { fault: 'reset', match: 'Action=CreateDrdsInstance' })
  await form.getByRole('button', { name: 'Review' }).click()
  const plan = dialog(page, 'Create DRDS instances')
  await expect(plan).toContainText('vpc-sandbox')
  await expect(plan).toContainText('cn-beijing-c')
  await plan.getByRole('button', { name: 'Buy and create' }).click()
  await expect(plan).toContainText('No clear response came, but the change is in progress.')
  await expect(plan.getByRole('button', { name: 'Buy and create' })).toHaveCount(0)
  await plan.getByRole('button', { name: 'Close' }).first().click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // The order had arrived: it stands in the list once, and becomes ready there by itself.
  await expect(rows(page).filter({ hasText: '双十一 two' })).toHaveCount(1)
  await expect(rows(page).filter({ hasText: '双十一 two' })).toContainText('Running', { timeout: 20_000 })
})

test.describe('200 instances', () => {
  test.use({ drdsArgs: ['--drds-instances', '200', '--drds-databases', '5'] })

  test('200 instances with five databases each are found by the name of any database', async ({ window: page, drds }) => {
    await connect(page, drds, 'Development')
    await chooseRegions(page, ['cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-shenzhen', 'cn-hongkong', 'ap-southeast-1', 'us-east-1'])
    await expect(footer(page)).toContainText('200 instances')
    await expect(footer(page)).toContainText('1,000 databases')
    // Only the rows in sight are drawn.
    expect(await rows(page).count()).toBeLessThan(60)
    const search = page.getByRole('searchbox', { name: 'Search instances' })
    await search.fill('member_old')
    await expect(rows(page)).toHaveCount(1)
    await search.fill('')
    await expect(rows(page).nth(10)).toBeVisible()
    expect(await rows(page).count()).toBeLessThan(60)
  })
})

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' })

  test('the pages and the plan speak Chinese and pass axe', async ({ window: page }) => {
    await openSandbox(page)
    await tabs(page).nth(2).click()
    await expect(rows(page)).toHaveCount(5)
    await expect(table(page)).toContainText('不能管理或释放')
    expect(await findings(page)).toEqual([])
    await rows(page).filter({ hasText: '会员中心' }).getByRole('button').first().click()
    await expect(page.getByText('删除其 2 个数据库后才能释放。')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: '修改描述' }).click()
    await page.getByLabel('描述').fill('会员')
    await page.keyboard.press('Enter')
    const plan = dialog(page, '修改实例描述')
    await expect(plan).toContainText('可以撤销：恢复原来的描述。')
    expect(await findings(page)).toEqual([])
    await plan.getByRole('button', { name: '修改描述' }).click()
    await expect(plan).toContainText('已生效，与目标一致。')
  })
})
