import { expect, test } from './launch-app.ts'
import { cell, openSandbox, results, runSql, tabs } from './workbench.ts'

test.beforeEach(async ({ window }) => openSandbox(window))

test('a slow DMS statement that is cancelled says that it may still be running', async ({ window: page }) => {
  await runSql(page, '/* sandbox: latency 60000 */ SELECT 1')
  await expect(results(page)).toContainText(/Running/)
  await page.getByRole('toolbar').getByRole('button', { name: 'Cancel running statement' }).click()
  await expect(results(page)).toContainText('The statement may still be running on the server')
})

test('a slow MaxScale statement that is cancelled is stopped on the server', async ({ window: page }) => {
  await tabs(page).nth(1).click()
  await runSql(page, 'SELECT SLEEP(60)')
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText(/Running [1-9]/)
  await page.keyboard.press('ControlOrMeta+Alt+C')
  await expect(results(page)).toContainText('The server was asked to stop the statement')
  await runSql(page, 'SELECT 42 AS answer')
  await expect(cell(page, 1, 1)).toHaveText('42')
})

test('a slow server is waited for, with the time shown, and answers in the end', async ({ window: page }) => {
  await runSql(page, '/* sandbox: latency 2500 */ SELECT 7 AS late')
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText(/Running [1-9]/)
  await expect(cell(page, 1, 1)).toHaveText('7')
})

for (const [fault, words] of [
  ['reset', /incomplete|dropped|breaks off/i],
  ['truncate', /cut|incomplete|ends|truncated/i],
  ['502', /502/],
  ['empty', /empty response/i],
  ['429', /too many|throttl|limit/i],
  ['expired', /expired/i],
] as const) {
  test(`a server that answers with ${fault} gets its own sentence and a next step, and the text stays`, async ({ window: page }) => {
    await runSql(page, `/* sandbox: ${fault} */ SELECT 1`)
    const alert = results(page).getByRole('alert')
    await expect(alert).toBeVisible()
    await expect(alert).toContainText(words)
    await expect(page.locator('.view-lines')).toContainText('SELECT 1')
    await runSql(page, 'SELECT 8 AS recovered')
    await expect(cell(page, 1, 1)).toHaveText('8')
  })
}
