/** What a person does in the workbench, as few words as possible. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'

/** The three tabs of the sandbox, DMS in front. */
export async function openSandbox(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Open the sandbox|打开沙箱)$/ }).click()
  await expect(tabs(page)).toHaveCount(3)
  await expect(page.locator('.monaco-editor .view-lines')).toBeVisible()
}

/** Chooses a theme in the palette, and waits until the page has it: colours are measured afterwards. */
export async function chooseTheme(page: Page, theme: 'light' | 'dark' | 'high contrast'): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('dialog').getByRole('combobox').fill(`Theme: ${theme}`)
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme === 'high contrast' ? 'contrast' : theme)
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

export const tabs = (page: Page): Locator => page.getByRole('tablist', { name: /Query tabs|查询标签/ }).getByRole('tab')
export const editor = (page: Page): Locator => page.getByRole('textbox', { name: /SQL editor|SQL 编辑器/ })
export const results = (page: Page): Locator => page.getByRole('region', { name: /^(Results|结果)$/ })
export const grid = (page: Page): Locator => page.getByRole('grid')

/** Puts `sql` in place of the text of the tab in front. */
export async function writeSql(page: Page, sql: string): Promise<void> {
  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(sql)
}

/** Writes one script and runs all of it. */
export async function runSql(page: Page, sql: string): Promise<void> {
  await writeSql(page, sql)
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
}

/** One cell; rows and columns count from 1, the header and the row numbers not among them. */
export const cell = (page: Page, row: number, column: number): Locator =>
  grid(page).locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`)

/** What the copy command puts on the clipboard for what is selected. */
export async function copied(page: Page): Promise<string> {
  await page.keyboard.press('ControlOrMeta+C')
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Fills the passphrase in the vault's dialog, which is open, and sends it: what lies behind may offer to unlock, too. */
export async function unlockVault(page: Page, passphrase: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await dialog.getByRole('button', { name: 'Unlock vault' }).click()
}

/** The session of the tab in front, as its bar says. */
export const sessionBar = (page: Page): Locator => page.getByRole('region', { name: /^(Session|会话)$/ })

/** From the welcome screen to a tab on a MaxScale connection of one's own. */
export async function connectMaxScale(page: Page, maxscale: SandboxAddresses['maxscale'], name: string, environment = 'Development'): Promise<void> {
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  const dialog = page.getByRole('dialog')
  const values = {
    Name: name, 'REST API address': maxscale.baseUrl, 'REST API user': maxscale.restUser, 'REST API password': maxscale.restPassword,
    Target: maxscale.target, 'Database user': maxscale.databaseUser, 'Database password': maxscale.databasePassword, 'Default database': maxscale.database,
  }
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).first().fill(value)
  await dialog.getByText(environment).click()
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).dblclick()
  await expect(sessionBar(page)).toBeVisible()
}
