import { readFile } from 'node:fs/promises'
import type { Download, Locator, Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'
import { findings } from './axe-findings.ts'
import { expect, startSandboxProgram, test as base } from './launch-app.ts'
import { chooseTheme, openSandbox, tabs } from './workbench.ts'

/** A sandbox of its own, whose instances are few or many. */
const test = base.extend<{ drdsArgs: string[]; drds: SandboxAddresses['drds'] }>({
  drdsArgs: [[], { option: true }],
  drds: async ({ drdsArgs }, provide) => {
    const servers = await startSandboxProgram(drdsArgs)
    await provide(servers.drds)
    await servers.stop()
  },
})

const tree = (page: Page): Locator => page.getByRole('tree', { name: /^(Map as a tree|树形拓扑)$/ })
const node = (page: Page, name: string | RegExp): Locator => tree(page).getByRole('treeitem', { name })
const selected = (page: Page): Locator => tree(page).locator('[role=treeitem][aria-selected=true]')
const picture = (page: Page): Locator => page.locator('[data-map-picture] canvas')
const details = (page: Page): Locator => page.getByRole('complementary', { name: /^(Details|详情)$/ })
const search = (page: Page): Locator => page.getByRole('searchbox', { name: /^(Search the map|搜索拓扑图)$/ })
const scale = (page: Page): Locator => page.getByRole('group', { name: /^(Map|拓扑图)$/ }).getByRole('status')
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('main').getByRole('button', { name })

async function showMap(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Map|拓扑图|地图|分布图)$/ }).click()
  await expect(picture(page)).toBeVisible()
  await expect(tree(page)).toHaveCount(1)
}

/** The demo's map with its tree beside the picture. */
async function openMap(page: Page): Promise<void> {
  await openSandbox(page)
  await tabs(page).nth(2).click()
  await showMap(page)
  await button(page, /^(Show tree|显示树形列表)$/).click()
  await expect(node(page, /shop_report/)).toBeVisible()
}

/** An account of one's own. */
async function connect(page: Page, drds: SandboxAddresses['drds'], environment = 'Production'): Promise<void> {
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  const form = page.getByRole('dialog')
  for (const [label, value] of Object.entries({
    Name: 'Account', 'AccessKey ID': drds.accessKeyId, 'AccessKey Secret': drds.accessKeySecret, Region: drds.regionId, Endpoint: drds.endpoint,
  }))
    await form.getByLabel(label, { exact: false }).first().fill(value)
  await form.getByText(environment).click()
  await form.getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: /^Account/ }).dblclick()
  await showMap(page)
}

const fault = (drds: SandboxAddresses['drds'], order: object) =>
  fetch(`${drds.endpoint}/sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) })

async function exported(page: Page, as: 'SVG' | 'PNG'): Promise<{ file: Buffer; download: Download }> {
  await button(page, 'Export map').click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: new RegExp(as) }).click()
  const download = await waiting
  return { file: await readFile(await download.path()), download }
}

/** Rests until the picture has been drawn. */
const drawn = (page: Page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
const pixels = async (page: Page) => {
  await drawn(page)
  return picture(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
}

test('the tree is walked by keyboard down to the weights, and Enter leads to the page of a database', async ({ window: page }) => {
  await openMap(page)
  await tree(page).focus()
  await expect(selected(page)).toContainText('cn-hangzhou')
  await page.keyboard.press('ArrowRight')
  await expect(selected(page)).toContainText(/Instance/)
  await node(page, /Database · shop · .*Normal/).first().click()
  await page.keyboard.press('ArrowRight')
  await expect(selected(page)).toHaveAttribute('aria-expanded', 'true')
  await expect(selected(page)).toContainText('16 shards · 4 RDS')
  await expect(node(page, /Shard · shop_rds1_0000 · on rm-shop1/)).toHaveAttribute('aria-level', '4')
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await expect(selected(page)).toContainText('cn-hangzhou')
  await expect(node(page, /Table · regions/)).toBeVisible()
  await node(page, /Database · shop · 16/).click()
  await page.keyboard.press('r')
  await expect(selected(page)).toContainText('Table · regions')
  await page.keyboard.press('r')
  await expect(selected(page)).toContainText('RDS instance · rm-shop1')
  await expect(selected(page)).toContainText('50% of reads')
  await expect(details(page)).toContainText('rr-shop1a30%')
  await expect(details(page)).toContainText('shop_rds1_0000, shop_rds1_0001')
  expect(await findings(page)).toEqual([])

  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(selected(page)).toContainText('Database · shop')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'shop' })).toBeVisible()
  // Back on the map everything is as it was left.
  await page.getByRole('button', { name: 'Map', exact: true }).click()
  await tree(page).focus()
  await expect(selected(page)).toContainText('Database · shop · 16 shards')
})

test('the picture is dragged, zoomed below the mouse and by keys, fitted, and a click selects what the tree selects', async ({ window: page }) => {
  await openMap(page)
  await expect(scale(page)).toHaveText(/%/)
  const box = (await picture(page).boundingBox())!
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const before = await pixels(page)
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down()
  await page.mouse.move(middle.x - 80, middle.y - 30, { steps: 4 })
  await page.mouse.up()
  expect(await pixels(page)).not.toBe(before)
  const [at] = /\d+/.exec((await scale(page).textContent())!)!
  await page.mouse.wheel(0, -300)
  await expect.poll(async () => Number(/\d+/.exec((await scale(page).textContent())!)![0])).toBeGreaterThan(Number(at))
  await tree(page).focus()
  await expect(details(page)).toBeVisible()
  await drawn(page)
  await page.keyboard.press('0')
  await drawn(page)
  const fitted = await scale(page).textContent()
  await page.keyboard.press('+')
  await expect(scale(page)).not.toHaveText(fitted!)
  await page.keyboard.press('0')
  await expect(scale(page)).toHaveText(fitted!)

  await button(page, 'Reset view').click()
  await button(page, 'Close details').click()
  await drawn(page)
  // Somewhere in the column of databases a click meets one.
  for (let y = 20; y < box.height && (await details(page).count()) === 0; y += 18) await page.mouse.click(box.x + 24 + Math.min(560, box.width - 60), box.y + y)
  await expect(details(page)).toBeVisible()
  const name = await details(page).getByRole('heading', { level: 3 }).textContent()
  await expect(selected(page)).toContainText(name!)
  await expect(tree(page)).toBeFocused()
})

test('a search says how many it found, steps through them, and opens what they lie in', async ({ window: page }) => {
  await openMap(page)
  await button(page, 'Expand all').click()
  // All of the demo has come then; whether a row of it is in view depends on what came first.
  await expect(page.getByRole('main')).toContainText('132 nodes')
  await button(page, 'Collapse all').click()
  await search(page).fill('shop_rds1_0003')
  await expect(page.getByRole('main')).toContainText('2 found')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('1 of 2')
  await expect(selected(page)).toContainText('shop_rds1_0003')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('2 of 2')
  await page.keyboard.press('Escape')
  await expect(search(page)).toHaveValue('')
  await search(page).fill('nowhere to be found')
  await expect(page.getByRole('main')).toContainText('0 found')
})

test('tables of a linked database join it, and one that is selected shows where its parts are', async ({ window: page }) => {
  await openMap(page)
  await node(page, /Database · shop · .*Normal/).first().dblclick()
  await node(page, /Table · order_items · Sharded by user_id/).click()
  await expect(details(page)).toContainText('user_id · hash · 16')
  await details(page).getByRole('button', { name: 'shop_rds2_0005' }).click()
  await expect(selected(page)).toContainText('shop_rds2_0005')
})

test('what is exported is everything that was loaded, in files of their own', async ({ window: page }) => {
  await openMap(page)
  await node(page, /Database · shop · .*Normal/).first().dblclick()
  await expect(node(page, /Table · order_items/)).toBeVisible()
  await expect(node(page, /Shard · shop_rds1_0000/)).toBeVisible()
  await button(page, 'Collapse all').click()
  const { file, download } = await exported(page, 'SVG')
  expect(download.suggestedFilename()).toMatch(/^Sandbox-·-DRDS-map-\d{4}-\d\d-\d\d\.svg$/)
  const svg = file.toString()
  for (let shard = 0; shard < 16; shard++) expect(svg).toContain(`shop_rds${(shard >> 2) + 1}_${String(shard).padStart(4, '0')}</text>`)
  for (const text of ['rm-shop1</text>', '50%</text>', 'rr-shop3b</text>', '商城订单（生产）</text>', 'order_items</text>']) expect(svg).toContain(text)
  expect(svg).not.toMatch(/var\(|href=|url\(/)
  const parsed = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement.nodeName, svg)
  expect(parsed).toBe('svg')

  const png = (await exported(page, 'PNG')).file
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const [, width] = /width="([\d.]+)"/.exec(svg)!
  expect(png.readUInt32BE(16)).toBe(Math.floor(Number(width) * 2))
})

test('a node that could not be loaded says so, and is asked again alone; a region that fails says why', async ({ window: page, drds }) => {
  await fault(drds, { fault: 'refuse', code: 'Forbidden.RAM', match: 'Action=DescribeDrdsDBs', persistent: true })
  await connect(page, drds)
  await button(page, 'Show tree').click()
  await expect(button(page, /^Retry failed \(\d+\)$/)).toBeVisible()
  await node(page, /Instance · 商城订单（生产）.*Not loaded/).click()
  await expect(details(page).getByRole('alert')).toBeVisible()
  await fetch(`${drds.endpoint}/sandbox/faults`, { method: 'DELETE' })
  await button(page, /^Retry failed \(\d+\)$/).click()
  await expect(node(page, /Database · shop_report/)).toBeVisible()
  await expect(button(page, /^Retry/)).toHaveCount(0)

  await fault(drds, { fault: 'refuse', code: 'Forbidden.RAM', match: 'Action=DescribeDrdsInstances', persistent: true })
  await button(page, 'Refresh').click()
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText('Forbidden.RAM')
})

test.describe('200 instances with 5 databases each', () => {
  test.use({ drdsArgs: ['--drds-instances', '200', '--drds-databases', '5'] })
  test('are drawn and searched, and the picture still moves', async ({ window: page, drds }) => {
    test.slow()
    await connect(page, drds)
    await button(page, 'Expand all').click()
    await expect(page.getByRole('main')).toContainText(/\D([89]\d\d|\d,?\d{3}) nodes/, { timeout: 60_000 })
    await search(page).fill('db_')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main')).toContainText(/1 of \d+/)
    const before = await pixels(page)
    await tree(page).focus()
    await page.keyboard.press('0')
    expect(await pixels(page)).not.toBe(before)
  })
})

for (const theme of ['light', 'dark', 'high contrast'] as const) {
  test(`axe finds nothing serious on the map, ${theme}, and the picture has the theme's colours`, async ({ window: page }) => {
    await openMap(page)
    await chooseTheme(page, theme)
    await node(page, /Database · shop · .*Normal/).first().dblclick()
    await expect(node(page, /Shard · shop_rds1_0000/)).toBeVisible()
    expect(await findings(page)).toEqual([])
    await drawn(page)
    const ground = await picture(page).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
      const counts = new Map<string, number>()
      for (let at = 0; at < data.length; at += 4 * 97) {
        const colour = data.slice(at, at + 3).join(' ')
        counts.set(colour, (counts.get(colour) ?? 0) + 1)
      }
      return [...counts].sort(([, a], [, b]) => b - a)[0]![0]
    })
    expect(ground).toBe({ light: '247 248 250', dark: '27 30 36', 'high contrast': '0 0 0' }[theme])
  })
}

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })
  test('the map speaks it as a DBA does', async ({ window: page }) => {
    await openMap(page)
    await node(page, /数据库 · shop · .*正常/).first().dblclick()
    await expect(node(page, /分库 · shop_rds1_0000 · 位于 rm-shop1/)).toBeVisible()
    await search(page).fill('rm-shop1 使用中')
    await expect(page.getByRole('main')).toContainText('找到 1 个')
    await page.keyboard.press('Enter')
    await expect(details(page)).toContainText('读权重')
    await expect(page.getByRole('main')).toContainText('第 1 个，共 1 个')
    expect(await findings(page)).toEqual([])
  })
})
