import { expect, test } from './launch-app.ts'
import { cell, grid, openSandbox, results, runSql, tabs } from './workbench.ts'

/** 1280 × 800 at 200 %. */
test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })

test('at 200 % two rows of a result were left: five are seen whole, and nothing is out of reach', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(1).click()
  await runSql(page, 'SELECT id, amount FROM orders')
  await expect(results(page)).toContainText('3,000 rows')
  await expect(page.locator('[data-announcer]')).toHaveText('3,000 rows, there may be more.')
  const bottom = (await page.getByRole('contentinfo', { name: 'Status bar' }).boundingBox())!.y
  await expect.poll(async () => (await cell(page, 5, 1).boundingBox())!.y + 24).toBeLessThanOrEqual(bottom)
  await expect(grid(page).getByRole('row', { name: /^5 / })).toBeAttached()
  const reach = () => page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight])
  expect(await reach()).toEqual([true, true])
  await expect(page.getByRole('button', { name: /^Run/ }).first()).toBeInViewport({ ratio: 1 })

  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+B')
  await expect(page.getByRole('treeitem', { name: /Sandbox · DMS/ })).toBeVisible()
  expect(await reach()).toEqual([true, true])
  await page.keyboard.press('ControlOrMeta+B')

  // The system's own colours: what has the focus, what is selected and where one is are lines, not fills.
  await cell(page, 2, 1).click()
  await page.keyboard.press('Shift+ArrowRight')
  await page.emulateMedia({ forcedColors: 'active' })
  const outline = (selector: string) => page.locator(selector).first().evaluate((node) => getComputedStyle(node).outlineStyle)
  expect(await outline('.result-grid__main .result-grid__active')).toBe('double')
  expect(await outline('.result-grid__main .result-grid__range')).toBe('solid')
  expect(await outline('[role=tab][aria-selected=true]')).toBe('solid')
})
