import { expect, test } from './launch-app.ts'
import { cell, openSandbox, results, tabs, writeSql } from './workbench.ts'

test('what runs is found again after the window was loaded again, with its cancel and its result', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, '/* sandbox: latency 4000 */ SELECT 41 + 1 AS answer;\nSELECT 2 AS never_run_unasked')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await expect(results(page).getByText('Running')).toBeVisible()
  await page.reload()
  await expect(cell(page, 1, 1)).toHaveText('42')
  await expect(results(page).getByText(/1 .*not run/)).toBeVisible()

  await writeSql(page, '/* sandbox: latency 60000 */ SELECT 1 AS survivor')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(results(page).getByText('Running')).toBeVisible()
  await page.reload()
  // A tab where something runs is not closed in passing.
  await expect(results(page).getByText('survivor')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+Alt+X')
  const dialog = page.getByRole('dialog', { name: /^A statement is running/ })
  await expect(dialog).toContainText('survivor')
  await dialog.getByRole('button', { name: 'Keep open' }).click()
  await expect(tabs(page)).toHaveCount(3)
  await results(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(results(page).getByText(/still be running/).first()).toBeVisible()
})
