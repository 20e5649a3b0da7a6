import { expect, launchApp, test } from './launch-app.ts'
import { openSandbox, tabs, writeSql } from './workbench.ts'

test('tabs and their text are there again after the app ended', async ({ page, userData }) => {
  const first = await launchApp(userData)
  await page.goto(first.url)
  await page.getByRole('button', { name: 'Open the sandbox' }).and(page.locator(':enabled')).waitFor()
  await openSandbox(page)
  await writeSql(page, '-- 不会丢失\nSELECT 1')
  await page.waitForTimeout(800)
  await first.stop()

  const second = await launchApp(userData)
  try {
    await page.goto(second.url)
    await expect(tabs(page)).toHaveCount(3)
    await expect(page.locator('.view-lines')).toContainText('不会丢失')
  } finally {
    await second.stop()
  }
})

test('a closed tab can be opened again with its text', async ({ window: page }) => {
  await openSandbox(page)
  await writeSql(page, 'SELECT 12345')
  await page.keyboard.press('ControlOrMeta+Alt+X')
  await expect(tabs(page)).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+Alt+Z')
  await expect(tabs(page)).toHaveCount(3)
  await expect(page.locator('.view-lines')).toContainText('SELECT 12345')
})
