import type { Page } from '@playwright/test'
import { expect, test } from './launch-app.ts'
import { editor, openSandbox, results, tabs, writeSql } from './workbench.ts'

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
