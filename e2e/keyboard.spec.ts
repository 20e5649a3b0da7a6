import { expect, test } from './launch-app.ts'
import { cell, editor, grid, openSandbox, runSql, tabs } from './workbench.ts'

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

  await press('Alt+PageDown')
  await expect(page.getByRole('tab', { selected: true }).first()).toContainText('MaxScale')
  await press('ControlOrMeta+,')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the focus was nowhere where the editor could not be loaded: it is in the work, and Retry gives the editor', async ({ app, page }) => {
  let broken = true
  await page.route(/\/create-editor-[^/]*\.js/, (route) => (broken ? route.abort() : route.continue()))
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Open the sandbox' }).and(page.locator(':enabled')).press('Enter')
  await expect(tabs(page)).toHaveCount(3)
  const retry = page.getByRole('main').getByRole('button', { name: 'Try again' })
  await expect(retry).toBeVisible()
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-region="main"]') !== null)).toBe(true)
  broken = false
  await retry.press('Enter')
  await expect(page.locator('.view-lines')).toContainText('orders')
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

test('the focus is seen at every stop of the Tab key', async ({ window: page }) => {
  await openSandbox(page)
  await runSql(page, 'SELECT id, name FROM cities')
  await expect(grid(page)).toBeVisible()
  await page.mouse.move(0, 0)
  const stops = new Set<string>()
  for (let step = 0; step < 40; step += 1) {
    // In the editor Tab writes a tab.
    await page.keyboard.press((await editor(page).evaluate((node) => node === document.activeElement)) ? 'F6' : 'Tab')
    // Past the last stop the focus leaves the page for the browser's own.
    const stop = await page.evaluateHandle(() => (document.activeElement === document.body ? null : document.activeElement))
    const focused = stop.asElement()
    const box = await focused?.boundingBox()
    if (!focused || !box || box.width === 0 || (await editor(page).evaluate((node) => node === document.activeElement))) continue
    const name = await focused.evaluate((node) => `${node.getAttribute('role') ?? node.tagName} ${node.getAttribute('aria-label') ?? node.textContent?.slice(0, 30)}`)
    if (stops.has(name)) continue
    stops.add(name)
    const clip = { x: Math.max(0, box.x - 4), y: Math.max(0, box.y - 4), width: Math.min(box.width + 8, 1280), height: box.height + 8 }
    const picture = () => page.screenshot({ clip, animations: 'disabled', caret: 'hide' })
    const withFocus = await picture()
    await focused.evaluate((node) => node instanceof HTMLElement && node.blur())
    const without = await picture()
    await focused.evaluate((node) => node instanceof HTMLElement && node.focus())
    expect(withFocus.equals(without), `nothing shows that the focus is on ${name}`).toBe(false)
  }
  expect(stops.size).toBeGreaterThan(12)
})
