import { expect, test } from './launch-app.ts'
import { cell, editor, grid } from './workbench.ts'

test('everything from the first screen to a copied cell, without a mouse', async ({ window: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const press = (keys: string) => page.keyboard.press(keys)

  await press('ControlOrMeta+K')
  await page.keyboard.type('Open the sandbox')
  await press('Enter')
  await expect(editor(page)).toBeFocused()

  await press('ControlOrMeta+A')
  await page.keyboard.insertText('SELECT 1 AS one, 2 AS two UNION ALL SELECT 3, 4')
  await press('ControlOrMeta+Enter')
  await expect(grid(page)).toBeVisible()

  // F6 walks the regions, and Tab finds the grid within one.
  for (let step = 0; step < 6 && !(await page.evaluate(() => document.activeElement?.closest('section[aria-label=Results]') !== null)); step += 1) await press('F6')
  for (let step = 0; step < 12 && !(await grid(page).evaluate((node) => node.contains(document.activeElement))); step += 1) await press('Tab')
  await press('ControlOrMeta+Home')
  await press('ArrowRight')
  await press('ArrowDown')
  await press('ControlOrMeta+C')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('4')
  await expect(cell(page, 2, 2)).toBeVisible()

  // The focus is seen wherever it is.
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement ?? document.body)
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || document.activeElement?.getAttribute('role') === 'grid'
  })
  expect(outline).toBe(true)

  await press('Alt+PageDown')
  await expect(page.getByRole('tab', { selected: true }).first()).toContainText('MaxScale')
  await press('ControlOrMeta+,')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a connection is made with the keyboard alone', async ({ window: page, servers }) => {
  await page.keyboard.press('ControlOrMeta+Alt+K')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Tab')
  for (let step = 0; step < 6 && !(await page.evaluate(() => /DMS/.test(document.activeElement?.textContent ?? ''))); step += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('By keys')
  for (const [label, text] of [['Endpoint', servers.dms.endpoint], ['AccessID', servers.dms.accessId], ['AccessSecret', servers.dms.accessSecret]] as const) {
    for (let step = 0; step < 10 && !(await dialog.getByLabel(label).evaluate((node) => node === document.activeElement)); step += 1) await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Keep for this session only' }).press('Enter')
  await expect(page.getByRole('treeitem', { name: /^By keys/ })).toBeVisible()
})
