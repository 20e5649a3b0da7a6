/** The README's pictures: taken anew by `npm run screenshots`, only looked at otherwise. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, root, test } from './launch-app.ts'
import { cell, grid, openSandbox, results, runSql, sessionBar, tabs } from './workbench.ts'

const keep = process.env.TESSERA_SCREENSHOTS === '1'

async function picture(page: Page, name: string) {
  // Nothing blinks and nothing moves in a picture.
  await page.mouse.move(0, 0)
  const style = '.monaco-editor .cursors-layer { visibility: hidden }'
  const image = await page.screenshot({ animations: 'disabled', caret: 'hide', style, ...(keep && { path: join(root, 'e2e/screenshots', `${name}.png`) }) })
  expect(image.length).toBeGreaterThan(10_000)
}

const orders = (comment: string) => `-- ${comment}
SELECT o.id, o.status, o.amount, c.name AS city, o.note, o.created_at
FROM orders o JOIN cities c ON c.id = o.city_id
ORDER BY o.created_at DESC
LIMIT 500;

SELECT status, COUNT(*) AS orders FROM orders GROUP BY status;`

const transfer = (comment: string) => `-- ${comment}
BEGIN;
UPDATE users SET balance = balance - 25 WHERE id = 88001234567891009;
UPDATE users SET balance = balance + 25 WHERE id = 88001234567892018;

SELECT id, name, level, balance
FROM users
ORDER BY id
LIMIT 50;`

for (const look of [
  {
    name: 'light', colorScheme: 'light', locale: 'en-US', viewport: { width: 1280, height: 800 },
    orders: 'Orders with their city, newest first', transfer: 'Move 25 from one balance to another',
  },
  {
    name: 'dark-chinese', colorScheme: 'dark', locale: 'zh-CN', viewport: { width: 1920, height: 1080 },
    orders: '最近的订单及其所在城市', transfer: '在两个用户之间转移余额',
  },
] as const) {
  test.describe(look.name, () => {
    test.use({ colorScheme: look.colorScheme, locale: look.locale, viewport: look.viewport })

    test('welcome, query, error and instances', async ({ window: page }) => {
      await picture(page, `welcome-${look.name}`)
      await openSandbox(page)
      await runSql(page, orders(look.orders))
      await expect(results(page).getByRole('tab')).toHaveCount(3)
      await results(page).getByRole('tab').nth(1).click()
      await expect(grid(page)).toBeVisible()
      await picture(page, `query-${look.name}`)
      await runSql(page, 'SELECT id, amount\nFROM orders\nWHERE amount >> 100 AND;')
      await expect(page.locator('.squiggly-error').first()).toBeAttached()
      await picture(page, `error-${look.name}`)
      await tabs(page).nth(2).click()
      await expect(page.getByText(/shop_report/)).toBeVisible()
      await picture(page, `instances-${look.name}`)
    })

    test('a transaction in the session bar, and the overview of a MaxScale', async ({ window: page }) => {
      await openSandbox(page)
      await tabs(page).nth(1).click()
      await runSql(page, transfer(look.transfer))
      await expect(cell(page, 1, 2)).toBeVisible()
      await expect(sessionBar(page).getByRole('button', { name: /^(Commit|提交)$/ })).toBeVisible()
      await picture(page, `transaction-${look.name}`)
      await page.keyboard.press('ControlOrMeta+Alt+V')
      await expect(page.getByRole('row').filter({ hasText: 'SELECT id, name, level, balance' })).toBeVisible()
      await picture(page, `overview-${look.name}`)
    })

    test('a database of DRDS, the plan of a change, and the map', async ({ window: page }) => {
      await openSandbox(page)
      await tabs(page).nth(2).click()
      await page.getByRole('row').filter({ hasText: '商城订单（生产）' }).getByRole('button').first().click()
      await page.getByRole('button', { name: 'shop', exact: true }).click()
      await expect(page.getByText('shop_rds1_0000', { exact: true })).toBeVisible()
      await picture(page, `database-${look.name}`)
      await page.getByRole('button', { name: /^(Delete database|删除数据库)$/ }).click()
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible()
      await picture(page, `plan-${look.name}`)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^(Map|拓扑图)$/ }).click()
      await page.getByRole('button', { name: /^(Expand all|全部展开)$/ }).click()
      await page.getByRole('searchbox', { name: /^(Search the map|搜索拓扑图)$/ }).fill('rm-shop1')
      await expect(page.getByText(/^(15 found|找到 15 个)$/)).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('complementary', { name: /^(Details|详情)$/ })).toBeVisible()
      await picture(page, `map-${look.name}`)
    })
  })
}
