import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, launchApp, test } from './launch-app.ts'
import { openSandbox, tabs, writeSql } from './workbench.ts'

test('tabs and all of their text are there again after a crash, the last key included', async ({ page, userData }) => {
  const first = await launchApp(userData)
  await page.goto(first.url)
  await page.getByRole('button', { name: 'Open the sandbox' }).and(page.locator(':enabled')).waitFor()
  await openSandbox(page)
  // The blank tab that the sandbox's took the place of is in no save any more.
  await expect.poll(() => asked(userData, 'SELECT count(*) AS found FROM tabs')).toBe(3)
  await writeSql(page, '-- 不会丢失\nSELECT 1')
  await page.keyboard.type('2345')
  // Nothing is waited for but that the host has heard of the last key; whether the save of all tabs follows is left to chance.
  await expect.poll(() => hasHeard(userData, '5')).toBe(true)
  await first.crash()

  const second = await launchApp(userData)
  try {
    await page.goto(second.url)
    await expect(tabs(page)).toHaveCount(3)
    await expect(page.locator('.view-lines')).toContainText('不会丢失')
    await expect(page.locator('.view-lines')).toContainText('12345')
  } finally {
    await second.stop()
  }
})

/** Whether the key pressed last is on disk: as an edit, or already in a tab's text. */
const hasHeard = (userData: string, key: string): boolean =>
  asked(userData, "SELECT json_extract(changes, '$[0].text') AS found FROM typed ORDER BY seq DESC LIMIT 1") === key ||
  asked(userData, `SELECT 1 AS found FROM tabs WHERE text LIKE '%${key}%'`) === 1

/** `found` of the first row that the app's own data answers. */
function asked(userData: string, sql: string): unknown {
  const database = new DatabaseSync(join(userData, 'tessera.db'), { readOnly: true })
  try {
    return database.prepare(sql).get()?.found
  } finally {
    database.close()
  }
}

test('a second window takes over, so that two never save over each other', async ({ window: page, context }) => {
  await openSandbox(page)
  await writeSql(page, 'SELECT 1 AS first_window')
  const second = await context.newPage()
  await second.goto(new URL('/', page.url()).href)
  await expect(second.locator('.view-lines')).toContainText('first_window')
  const dialog = page.getByRole('dialog', { name: 'Tessera is open in another window' })
  // As a person would: Chromium lets a window that lies behind another wait for the processor.
  await page.bringToFront()
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()

  await second.bringToFront()
  await writeSql(second, 'SELECT 2 AS second_window')
  await page.bringToFront()
  await dialog.getByRole('button', { name: 'Use this window' }).click()
  await expect(page.locator('.view-lines')).toContainText('second_window')
  await second.bringToFront()
  await expect(second.getByRole('dialog', { name: 'Tessera is open in another window' })).toBeVisible()
})

test('a host that is lost is said, and the text goes to the downloads where it is saved as a file', async ({ page, app }) => {
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Open the sandbox' }).and(page.locator(':enabled')).waitFor()
  await openSandbox(page)
  await app.crash()
  await page.keyboard.press('ControlOrMeta+Alt+N')
  await writeSql(page, 'SELECT 1 AS nowhere_else')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('ControlOrMeta+S')])
  expect(await readFile(await download.path(), 'utf8')).toBe('SELECT 1 AS nowhere_else')
  await expect(page.getByText('saved to the browser’s downloads')).toBeVisible()
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
