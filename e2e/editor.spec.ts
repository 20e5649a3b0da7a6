import type { Page } from '@playwright/test'
import { expect, test } from './launch-app.ts'
import { cell, editor, openSandbox, results, tabs, writeSql } from './workbench.ts'

const lines = (page: Page) =>
  page.locator('.monaco-editor .view-lines').evaluate((node) => (node as HTMLElement).innerText.replaceAll('\u00a0', ' '))

test('shortcuts still work after the find bar was open', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, 'SELECT 1 AS one')
  await page.keyboard.press('ControlOrMeta+F')
  await expect(page.getByRole('dialog', { name: /^Find/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(results(page)).toContainText('1 row')
  await page.keyboard.press('ControlOrMeta+Alt+N')
  await expect(tabs(page)).toHaveCount(4)
})

test('a bracket inside a string is not closed by the editor', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, '')
  await editor(page).focus()
  await page.keyboard.type(`SELECT '(' FROM t WHERE (a) = concat('`)
  expect(await lines(page)).toBe(`SELECT '(' FROM t WHERE (a) = concat('')`)
})

test('a file that is not UTF-8 is refused, not opened with its letters lost', async ({ window: page }) => {
  await openSandbox(page)
  const open = async (name: string, bytes: Buffer) => {
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('ControlOrMeta+O')
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: bytes })
  }
  await open('gbk.sql', Buffer.from([0x2d, 0x2d, 0x20, 0xd6, 0xd0, 0xce, 0xc4]))
  await expect(page.getByText('The file is not UTF-8 text: gbk.sql.')).toBeVisible()
  await expect(tabs(page)).toHaveCount(3)
  await open('脚本.sql', Buffer.from('\uFEFF-- 中文\r\nSELECT 1;\r\n'))
  await expect(tabs(page)).toHaveCount(4)
  await expect.poll(() => lines(page)).toContain('-- 中文')
})

test('after USE through MaxScale the tab shows the database that it runs in', async ({ window: page }) => {
  await openSandbox(page)
  await page.getByRole('tab', { name: /^MaxScale/ }).click()
  await writeSql(page, 'USE shop_rds1_0000; SELECT database() AS db')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await expect(results(page)).toContainText('1 row')
  await expect(cell(page, 1, 1)).toHaveText('shop_rds1_0000')
  await expect(page.getByRole('combobox', { name: 'Database' })).toHaveValue('shop_rds1_0000')
})

test('a new tab says where its own caret is, not where that of the tab before was', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, 'SELECT 1 AS one')
  await expect(page.getByRole('contentinfo')).toContainText('Line 1, column 16')
  await page.keyboard.press('ControlOrMeta+Alt+N')
  await expect(page.getByRole('contentinfo')).toContainText('Line 1, column 1')
  await expect(page.getByRole('contentinfo')).not.toContainText('column 16')
  await page.keyboard.press('Alt+PageUp')
  await expect(page.getByRole('contentinfo')).toContainText('Line 1, column 16')
})

test('what servers read in different ways, and a piece of a statement, are shown before anything runs', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, "SELECT 7 AS seven /*!80000 don't */;\nSELECT 8 AS eight;")
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  const dialog = page.getByRole('dialog', { name: 'What would run is not certain' })
  await expect(dialog.getByRole('region', { name: 'Interpretation 2' }).getByRole('listitem')).toHaveText(["SELECT 7 AS seven /*!80000 don't */", 'SELECT 8 AS eight'])
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(results(page)).toContainText('No results in this tab yet')

  await writeSql(page, 'DELETE FROM orders\nWHERE id = -1;')
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('Shift+End')
  await page.keyboard.press('ControlOrMeta+Enter')
  const piece = page.getByRole('dialog', { name: 'The selection is part of a statement' })
  await expect(piece.getByRole('region', { name: 'What is selected' })).toContainText('DELETE FROM orders')
  await piece.getByRole('button', { name: 'Run the whole statement' }).click()
  await expect(results(page)).toContainText('0 rows affected')
})

test('of many tabs the one in front was out of sight, and each listened for as long as it was there', async ({ window: page }) => {
  await openSandbox(page)
  const browser = await page.context().newCDPSession(page)
  await browser.send('Performance.enable')
  const listeners = async () => {
    await browser.send('HeapProfiler.collectGarbage')
    const { metrics } = await browser.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? NaN
  }
  const inFront = tabs(page).and(page.locator('[aria-selected=true]'))
  // A tab's lower edge lies over that of the strip.
  const inSight = () => expect(inFront).toBeInViewport({ ratio: 0.9 })
  const open = async (count: number) => {
    while ((await tabs(page).count()) < count) await page.keyboard.press('ControlOrMeta+Alt+N')
    await inSight()
  }
  await open(60)
  const before = await listeners()
  await open(90)
  // Two a tab are React's on its button and cross, and go with them; a menu and a document a tab were five.
  expect(await listeners()).toBeLessThan(before + 30 * 2 + 15)
  await page.setViewportSize({ width: 900, height: 700 })
  await inSight()
})
