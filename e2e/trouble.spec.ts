import { expect, test } from './launch-app.ts'
import { cell, openSandbox, results, runSql, tabs } from './workbench.ts'

test.beforeEach(async ({ window }) => openSandbox(window))

test('a slow DMS statement that is cancelled says that it may still be running', async ({ window: page }) => {
  await runSql(page, '/* sandbox: latency 60000 */ SELECT 1')
  await expect(results(page)).toContainText(/Running/)
  await results(page).getByRole('button', { name: 'Cancel', exact: true }).click()
  // One thing, said once.
  await expect(results(page).getByText('Stopped waiting; it may still be running.')).toHaveCount(1)
  await expect(results(page)).not.toContainText(/cancelled/i)
})

test('an INSERT that was not answered ran twice by "Try again": it is asked first', async ({ window: page }) => {
  const rows = async () => {
    await runSql(page, "SELECT COUNT(*) AS twice FROM access_log WHERE path = '/twice'")
    await expect(page.getByRole('columnheader', { name: /twice/ })).toBeVisible()
    return cell(page, 1, 1).textContent()
  }
  await runSql(page, "/* sandbox: reset */ INSERT INTO access_log (at, path, status, bytes) VALUES ('2026-01-02 03:04:05', '/twice', 200, 1)")
  await expect(results(page).getByRole('alert')).toContainText('It may have taken effect')
  await results(page).getByRole('button', { name: 'Try again…' }).click()
  const question = page.getByRole('dialog', { name: 'Run it again?' })
  await expect(question).toContainText('may have run')
  // The harmless answer is in front.
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  expect(await rows()).toBe('1')
  // A read is tried again plainly.
  await runSql(page, '/* sandbox: reset */ SELECT 1')
  await expect(results(page).getByRole('alert')).not.toContainText('may have taken effect')
  await expect(results(page).getByRole('button', { name: 'Try again', exact: true })).toBeVisible()
})

test('a slow MaxScale statement that is cancelled is stopped on the server', async ({ window: page }) => {
  await tabs(page).nth(1).click()
  await runSql(page, 'SELECT SLEEP(60)')
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText(/Running [1-9]/)
  await page.keyboard.press('ControlOrMeta+Alt+C')
  await expect(results(page)).toContainText('Cancelled: KILL QUERY on a second session stopped the statement.')
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
