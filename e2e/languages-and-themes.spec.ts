import { expect, test } from './launch-app.ts'
import { cell, chooseTheme, openSandbox, results, runSql } from './workbench.ts'

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })

  test('the whole first minute speaks Chinese, failures included', async ({ window: page }) => {
    await openSandbox(page)
    await runSql(page, "SELECT '杭州' AS 城市")
    await expect(cell(page, 1, 1)).toHaveText('杭州')
    await expect(results(page)).toContainText('1 行')
    await runSql(page, '/* sandbox: reset */ SELECT 1')
    await expect(results(page).getByRole('alert')).toContainText(/[\u4e00-\u9fff]{4}/)
    // No text of the interface is left in English: words of products and protocols aside.
    const bar = await page.getByRole('contentinfo').innerText()
    expect(bar).not.toMatch(/\b(Line|column|rows|Ready|No connection)\b/)
  })
})

test('the language changes at once and is remembered', async ({ window: page }) => {
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('dialog').getByRole('combobox').fill('简体')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '打开沙箱' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: '打开沙箱' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
})

test('dark follows the system until a theme is chosen', async ({ window: page }) => {
  const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await surface()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(surface).not.toBe(light)
  await chooseTheme(page, 'light')
  await expect.poll(surface).toBe(light)
})
