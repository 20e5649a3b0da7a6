import { expect, npmStart, test } from './launch-app.ts'
import { watch } from './watch-page.ts'
import { cell, editor, grid, openSandbox, results, tabs } from './workbench.ts'

test('npm start says which host it opens and why, and a newcomer queries three kinds of backend within a minute', async ({ page, userData }) => {
  const app = await npmStart(userData)
  try {
    expect(app.said()).toContain('Starting in the browser: this machine has no display')
    const problems = watch(page)
    await page.goto(app.url)
    await expect(page.getByRole('heading', { name: 'Tessera' })).toBeVisible()
    const firstScreen = performance.now()

    await openSandbox(page)
    await editor(page).focus()
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(grid(page)).toBeVisible()
    await expect(cell(page, 1, 1)).toHaveText(/^\d{15,}$/)
    await expect(results(page)).toContainText('500 rows')
    await expect(results(page)).toContainText('complete')

    await tabs(page).nth(1).click()
    await editor(page).focus()
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(grid(page)).toBeVisible()
    await expect(results(page)).toContainText('200 rows')

    await tabs(page).nth(2).click()
    await expect(page.getByRole('table')).toContainText(/drds/)
    await expect(page.getByRole('main')).toContainText(/Request ID/)

    expect(performance.now() - firstScreen).toBeLessThan(60_000)
    expect(problems).toEqual([])
  } finally {
    await app.stop()
  }
})

test('the printed address signs in one browser, once', async ({ app, page, browser }) => {
  await page.goto(app.url)
  await expect(page.getByRole('heading', { name: 'Tessera' })).toBeVisible()
  await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Tessera' })).toBeVisible()

  const stranger = await browser.newPage()
  await stranger.goto(app.url)
  await expect(stranger.getByText(/address/i).first()).toBeVisible()
  await expect(stranger.getByRole('heading', { name: 'Tessera' })).toHaveCount(0)
  await stranger.close()

  // The cookie alone, which any port of this computer may have received, opens nothing.
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This address no longer works' })).toBeVisible()
})
