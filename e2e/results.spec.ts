import { expect, test } from './launch-app.ts'
import { cell, copied, grid, openSandbox, results, runSql, tabs } from './workbench.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test.beforeEach(async ({ window }) => openSandbox(window))

test('a cell shows, and copies, exactly what the server wrote', async ({ window: page }) => {
  const sql = `SELECT 9007199254740993 AS big, CAST('1.10' AS DECIMAL(10,2)) AS dec_value, '' AS nothing, NULL AS none, '中文 😀 "quoted"' AS words`
  await runSql(page, sql)
  await expect(cell(page, 1, 1)).toHaveText('9007199254740993')
  await expect(cell(page, 1, 2)).toHaveText('1.10')
  await expect(cell(page, 1, 4)).toHaveText('NULL')
  await expect(cell(page, 1, 5)).toHaveText('中文 😀 "quoted"')
  await cell(page, 1, 1).click()
  await page.keyboard.press('Shift+ArrowRight')
  expect(await copied(page)).toBe('9007199254740993\t1.10')
})

test('exactly 3,000 rows through DMS is said to be the cap, never complete', async ({ window: page }) => {
  await runSql(page, 'SELECT id, amount FROM orders')
  await expect(results(page)).toContainText('3,000 rows')
  await expect(results(page)).toContainText('there may be more')
  await expect(results(page).getByText('complete', { exact: true })).toHaveCount(0)
})

test('MaxScale asks for one row more than it shows, so that it knows', async ({ window: page }) => {
  await tabs(page).nth(1).click()
  await runSql(page, 'SELECT id FROM orders ORDER BY id')
  await expect(results(page)).toContainText('3,000 rows')
  await expect(results(page)).toContainText('at least 3,001 rows')
})

test('a failing statement is marked at the line where the server says so, and the rest is not run', async ({ window: page }) => {
  await runSql(page, 'SELECT 1;\n\nSELECT id\nFROM orders\nWHERE id >;\nSELECT 3;')
  await expect(results(page).getByRole('tab')).toHaveCount(3)
  await expect(results(page)).toContainText('1 of 3 not run')
  await expect(results(page)).toContainText(/error in your SQL syntax.* at line 3/)
  await expect(results(page).getByText(/Request ID/).first()).toBeVisible()
  await expect(page.locator('.squiggly-error').first()).toBeAttached()
  await results(page).getByRole('button', { name: 'Go to line 3' }).click()
  // Line 3 of the statement is line 5 of the script.
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText('Line 5')
  await page.getByRole('button', { name: 'Run the rest' }).click()
  await expect(cell(page, 1, 1)).toHaveText('3')
})

test('two columns of one label are reported, since DMS sends one value for both', async ({ window: page }) => {
  await runSql(page, 'SELECT 1 AS a, 2 AS a')
  await expect(results(page).getByRole('list', { name: 'Notices' })).toContainText('have the same label (a)')
})

test('a statement that needs a session is warned of, since every DMS call stands alone', async ({ window: page }) => {
  await runSql(page, 'BEGIN')
  await expect(results(page)).toContainText('DMS has no sessions')
})

test('several statements give a tab each, and messages for all', async ({ window: page }) => {
  await runSql(page, 'SELECT 1 AS one; SELECT 2 AS two')
  await expect(results(page).getByRole('tab')).toHaveCount(3)
  await results(page).getByRole('tab', { name: /Messages/ }).click()
  await expect(results(page).getByRole('tabpanel')).toContainText('SELECT 2 AS two')
})

test('what is known of a column is told to the keyboard too', async ({ window: page }) => {
  await runSql(page, 'SELECT id, amount FROM orders LIMIT 2')
  await cell(page, 1, 1).click()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tooltip')).toContainText('amount')
  await expect(page.getByRole('tooltip')).toContainText(/decimal\(\d+,\s?6\)/i)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('tooltip')).toHaveCount(0)
})

test('the grid is walked with the keyboard and sorted by exact value', async ({ window: page }) => {
  await runSql(page, 'SELECT 10 AS n UNION ALL SELECT 9 UNION ALL SELECT 9007199254740993 UNION ALL SELECT 9007199254740992')
  await expect(cell(page, 1, 1)).toHaveText('10')
  await grid(page).getByRole('columnheader', { name: /^n/ }).click()
  await expect(cell(page, 1, 1)).toHaveText('9')
  await expect(cell(page, 3, 1)).toHaveText('9007199254740992')
  await expect(cell(page, 4, 1)).toHaveText('9007199254740993')
  await expect(grid(page).getByRole('columnheader', { name: /^n/ })).toHaveAttribute('aria-sort', 'ascending')
})

test('a JSON cell of 7 MB froze the window: a double-click shows it, laid out and exact, and no frame waits for it', async ({ window: page }) => {
  const item = `{"id":9007199254740993,"id":1.10,"名":"中文\\\\n"},`
  await runSql(page, `SELECT 'x' AS small, CONCAT('[', REPEAT('${item}', 160000), 'null]') AS doc, REPEAT('long line ', 700000) AS line`)
  await expect(cell(page, 1, 1)).toHaveText('x')
  await page.evaluate(() => {
    const seen = { longest: 0 }
    let last = performance.now()
    const frame = (now: number) => {
      seen.longest = Math.max(seen.longest, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    Object.assign(window, { framesSeen: seen })
  })
  await cell(page, 1, 2).dblclick()
  const viewer = page.getByRole('dialog', { name: /doc/ })
  const text = viewer.getByRole('textbox', { name: 'doc' })
  await expect(text).toBeFocused()
  await expect(text).toContainText('"id": 9007199254740993,')
  await expect(text).toContainText('"id": 1.10,')
  await expect(viewer).toContainText('MB')
  await page.keyboard.press('End')
  await expect(text).toContainText('null')
  expect(await text.locator('.cell-rows__row').count()).toBeLessThan(300)
  await page.keyboard.press('Control+a')
  expect((await copied(page)).length).toBe(160_000 * (item.length - 1) + 6)
  await viewer.getByText('Text', { exact: true }).click()
  await expect(text).toContainText('[{"id":9007199254740993')
  await page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)

  await cell(page, 1, 3).dblclick()
  await expect(page.getByRole('textbox', { name: 'line' })).toContainText('long line')
  await expect(page.getByRole('textbox', { name: 'line' }).locator('[data-continued]').first()).toBeVisible()
  const { longest } = await page.evaluate(() => (window as unknown as { framesSeen: { longest: number } }).framesSeen)
  expect(longest).toBeLessThan(1_500)
})

test('fit made a column as wide as it was: it fits the widest value', async ({ window: page }) => {
  await runSql(page, "SELECT REPEAT('w', 60) AS v")
  const label = grid(page).getByRole('columnheader', { name: /^v/ })
  const before = (await label.boundingBox())!
  await page.mouse.move(before.x + before.width - 2, before.y + 10)
  await page.mouse.dblclick(before.x + before.width - 2, before.y + 10)
  await expect.poll(async () => (await label.boundingBox())!.width).toBeGreaterThan(60 * 7)
})
