import type { Page } from '@playwright/test'
import { expect, test } from './launch-app.ts'
import { cell, connectMaxScale, editor, openSandbox, results, runSql, sessionBar, tabs, writeSql } from './workbench.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const inBar = (page: Page, name: string) => sessionBar(page).getByRole('button', { name, exact: true })
/** CONNECTION_ID() of the tab in front, read where a person reads it. */
const thread = async (page: Page) => Number(/(?:Thread|MaxScale session) (\d+)/.exec((await sessionBar(page).textContent()) ?? '')?.[1])
/** Ends the session of the tab in front from another tab, as a colleague's KILL would; gives the thread that is gone. */
const loseSession = async (page: Page) => {
  const lost = await thread(page)
  await page.keyboard.press('ControlOrMeta+Alt+N')
  await runSql(page, `KILL ${lost}`)
  await expect(results(page)).toContainText('0 rows affected')
  await page.keyboard.press('Alt+PageUp')
  return lost
}

test.describe('on the embedded sandbox', () => {
  test.beforeEach(async ({ window }) => {
    await openSandbox(window)
    await tabs(window).nth(1).click()
  })

  test('the bar fills with the first statement, and an open transaction is said with what ends it', async ({ window: page }) => {
    await expect(sessionBar(page)).toContainText('No session yet')
    await runSql(page, 'SELECT 1 AS one')
    await expect(cell(page, 1, 1)).toHaveText('1')
    for (const fact of ['Session open', 'RW-Split', 'shop', 'autocommit on', 'no transaction', 'just connected']) await expect(sessionBar(page)).toContainText(fact)
    expect(await thread(page)).toBeGreaterThan(0)

    await runSql(page, "BEGIN; UPDATE cities SET name = 'Nowhere' WHERE id = 1")
    await expect(sessionBar(page)).toContainText('Transaction open')
    await expect(tabs(page).nth(1)).toContainText('transaction open')
    await inBar(page, 'Roll back').click()
    await expect(sessionBar(page)).toContainText('no transaction')
    await expect(results(page)).toContainText('ROLLBACK')
    await runSql(page, 'SELECT name FROM cities WHERE id = 1')
    await expect(cell(page, 1, 1)).not.toHaveText('Nowhere')

    await runSql(page, "BEGIN; UPDATE cities SET name = 'Somewhere' WHERE id = 1")
    await expect(sessionBar(page)).toContainText('Transaction open')
    await inBar(page, 'Commit').click()
    await expect(sessionBar(page)).toContainText('no transaction')
    await runSql(page, 'SELECT name FROM cities WHERE id = 1')
    await expect(cell(page, 1, 1)).toHaveText('Somewhere')
  })

  test('a tab with an open transaction is not closed without a word', async ({ window: page }) => {
    await runSql(page, "BEGIN; UPDATE cities SET name = 'Nowhere' WHERE id = 2")
    await expect(sessionBar(page)).toContainText('Transaction open')
    await page.keyboard.press('ControlOrMeta+Alt+X')
    await expect(dialog(page)).toContainText('A transaction is open in')
    await expect(dialog(page).getByRole('button', { name: 'Keep open' })).toBeFocused()
    await expect(dialog(page).getByRole('button', { name: 'Keep open' })).toHaveCSS('outline-style', 'solid')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await expect(tabs(page)).toHaveCount(3)

    await page.keyboard.press('ControlOrMeta+Alt+X')
    await dialog(page).getByRole('button', { name: 'Roll back and close' }).click()
    await expect(tabs(page)).toHaveCount(2)
    await page.keyboard.press('ControlOrMeta+Alt+Z')
    await runSql(page, 'SELECT name FROM cities WHERE id = 2')
    await expect(cell(page, 1, 1)).not.toHaveText('Nowhere')

    await runSql(page, "BEGIN; UPDATE cities SET name = 'Kept' WHERE id = 2")
    await expect(sessionBar(page)).toContainText('Transaction open')
    await page.keyboard.press('ControlOrMeta+Alt+X')
    await dialog(page).getByRole('button', { name: 'Commit and close' }).click()
    await expect(tabs(page)).toHaveCount(2)
    await page.keyboard.press('ControlOrMeta+Alt+Z')
    await runSql(page, 'SELECT name FROM cities WHERE id = 2')
    await expect(cell(page, 1, 1)).toHaveText('Kept')
  })

  test('a page that is loaded anew still knows the session, and asks nothing when it is left', async ({ window: page }) => {
    await runSql(page, 'BEGIN')
    await expect(sessionBar(page)).toContainText('Transaction open')
    const before = await thread(page)
    await page.reload()
    await expect(sessionBar(page)).toContainText('Transaction open')
    expect(await thread(page)).toBe(before)
    await page.getByRole('tab', { selected: true }).first().focus()
    await page.keyboard.press('ControlOrMeta+Alt+G')
    await expect(sessionBar(page)).toContainText('no transaction')
  })

  test('a cancel says which way it went', async ({ window: page }) => {
    await runSql(page, 'SELECT SLEEP(60)')
    // MaxScale has it from the moment when it says how long it has run.
    await expect(results(page).getByRole('status')).toContainText(/server: /)
    await page.keyboard.press('ControlOrMeta+Alt+C')
    await expect(results(page)).toContainText('KILL QUERY on a second session stopped the statement.')
    await expect(sessionBar(page)).not.toContainText('may still be running')
  })

  test('a long statement shows how long the server is at it', async ({ window: page }) => {
    await runSql(page, 'SELECT SLEEP(4)')
    await expect(results(page).getByRole('status')).toContainText(/server: [\d.]+ (ms|s)/)
    await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText(/server: [\d.]+ (ms|s)/)
    await expect(cell(page, 1, 1)).toHaveText('0')
    await expect(results(page)).not.toContainText('server:')
  })

  test('values that are not exact are shown whole one click away', async ({ window: page }) => {
    await runSql(page, 'SELECT id, c_varbin FROM oddities WHERE id = 1')
    await results(page).getByRole('button', { name: 'Show whole values' }).click()
    await expect(results(page)).toContainText('values exact')
    await expect(cell(page, 1, 2)).toHaveText('DEADBEEF')
  })

  test('a transaction from BEGIN to Keep open, without a mouse', async ({ window: page }) => {
    await writeSql(page, 'BEGIN')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(sessionBar(page)).toContainText('Transaction open')
    for (let step = 0; step < 8 && !(await sessionBar(page).evaluate((bar) => bar.contains(document.activeElement))); step += 1) await page.keyboard.press('F6')
    await expect(inBar(page, 'Commit')).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(inBar(page, 'Session menu')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: /Check session/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByText(/State checked/)).toBeVisible()
    await expect(inBar(page, 'Session menu')).toBeFocused()
    await page.keyboard.press('Shift+F9')
    await expect(dialog(page).getByRole('button', { name: 'Keep session' })).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(dialog(page).getByRole('button', { name: 'Roll back and reconnect' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await page.keyboard.press('ControlOrMeta+Alt+Y')
    await expect(sessionBar(page)).toContainText('no transaction')
    await expect(sessionBar(page).getByRole('button')).toHaveCount(1)
  })
})

test('a session that is lost says what went with it, runs nothing more, and is reconnected', async ({ window: page, mariadb }) => {
  await connectMaxScale(page, mariadb.maxscale, 'Shop MaxScale', 'Production')
  await runSql(page, 'SET @x = 1')
  await expect(sessionBar(page)).toContainText('Session open')
  const lost = await loseSession(page)

  await runSql(page, 'SELECT @x AS x')
  await expect(sessionBar(page)).toContainText('Session lost')
  await expect(sessionBar(page)).toContainText('Lost with it: variables.')
  await expect(results(page).getByRole('alert')).toBeVisible()
  // One button for one thing: the bar's.
  await expect(page.getByRole('button', { name: 'Reconnect', exact: true })).toHaveCount(1)

  // Nothing runs into another session unseen.
  await runSql(page, 'INSERT INTO cities (id, name) VALUES (9001, @x)')
  await expect(results(page).getByRole('alert')).toContainText('The statement was not sent')

  await inBar(page, 'Reconnect').click()
  await expect(sessionBar(page)).toContainText('Session open')
  expect(await thread(page)).not.toBe(lost)
  await expect(page.getByText('Lost with the old connection: variables.')).toBeVisible()
  await runSql(page, 'SELECT @x AS x')
  await expect(cell(page, 1, 1)).toHaveText('NULL')
})

test('a statement that ended while the laptop slept has its answer when it wakes, and ran once', async ({ app, window: page, mariadb }) => {
  await connectMaxScale(page, mariadb.maxscale, 'Shop MaxScale')
  await runSql(page, 'SET @runs = 0')
  await expect(results(page)).toContainText('0 rows affected')
  await runSql(page, 'SELECT @runs := @runs + 1, SLEEP(6)')
  await expect(page.getByRole('contentinfo', { name: 'Status bar' })).toContainText(/Running [1-9]/)
  app.sleep()
  // Longer than the statement, than MaxScale's read timeout of 10 s, and than servers keep idle connections.
  await new Promise((resolve) => setTimeout(resolve, 12_000))
  app.wake()
  await expect(cell(page, 1, 2)).toHaveText('0')
  await runSql(page, 'SELECT @runs')
  await expect(cell(page, 1, 1)).toHaveText('1')
  await expect(sessionBar(page)).toContainText('Session open')
})

test('a statement that did not run is run after a reconnect where that is asked for, and only such a one', async ({ window: page, mariadb }) => {
  await connectMaxScale(page, mariadb.maxscale, 'Shop MaxScale')
  await runSql(page, 'CREATE TEMPORARY TABLE scratch (a INT)')
  await expect(sessionBar(page)).toContainText('Session open')
  await loseSession(page)
  await runSql(page, 'SELECT 7 AS seven')
  await expect(sessionBar(page)).toContainText('Lost with it: temporary tables.')
  await runSql(page, 'SELECT 8 AS eight')
  await results(page).getByRole('button', { name: 'Reconnect and run the statement again' }).click()
  await expect(cell(page, 1, 1)).toHaveText('8')
  await expect(sessionBar(page)).toContainText('Session open')
  await expect(editor(page)).toBeFocused()
})

test('a session that is lost with nothing in it is replaced by the next run', async ({ window: page, mariadb }) => {
  await connectMaxScale(page, mariadb.maxscale, 'Shop MaxScale')
  await runSql(page, 'SELECT 1 AS one')
  await expect(cell(page, 1, 1)).toHaveText('1')
  const lost = await loseSession(page)
  await runSql(page, 'SELECT 2 AS two')
  await expect(sessionBar(page)).toContainText('The session held nothing; the next run opens a new one.')
  await runSql(page, 'SELECT 3 AS three')
  await expect(cell(page, 1, 1)).toHaveText('3')
  expect(await thread(page)).not.toBe(lost)
})

test('at 1024 pixels toolbar and session bar keep to one line each, with nothing cut off', async ({ window: page, mariadb }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await connectMaxScale(page, mariadb.maxscale, 'Orders production', 'Production')
  await runSql(page, 'CALL nothing_of_that_name()')
  await expect(sessionBar(page)).toContainText('Transaction may be open · Production')
  expect(await page.getByRole('toolbar', { name: 'Query toolbar' }).evaluate((toolbar) => toolbar.clientHeight)).toBeLessThan(40)
  const cut = await sessionBar(page).locator('span').evaluateAll((all) => all.filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth).map((one) => one.textContent))
  expect(cut).toEqual([])
})
