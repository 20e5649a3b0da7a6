import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from './launch-app.ts'
import { editor, openSandbox, results, tabs, writeSql } from './workbench.ts'

/** Composes in the field that has the focus, as an input method does; nothing is committed yet. */
async function compose(page: Page, text: string): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  return session
}

const commit = (session: CDPSession, text: string) => session.send('Input.insertText', { text })

/** The last key of a composition where it is over by then, as Safari says it: known by 229 alone. */
const pressAfter = (page: Page, key: string, more: KeyboardEventInit = {}) =>
  page.evaluate(
    ([name, init]) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, keyCode: 229, bubbles: true, cancelable: true, ...init } as KeyboardEventInit)),
    [key, more] as const,
  )

const lines = (page: Page) =>
  page.locator('.monaco-editor .view-lines').evaluate((node) => (node as HTMLElement).innerText.replaceAll('\u00a0', ' '))

test('half of a statement ran while a name was composed: in the editor no key is a command then, and the text comes', async ({ window: page }) => {
  await openSandbox(page)
  for (const [input, sql, came] of [['Compatible', 'SELECT 1 AS ', '1 row'], ['EditContext', 'SELECT 1 UNION SELECT 2 AS ', '2 rows']] as const) {
    await writeSql(page, sql)
    const session = await compose(page, 'zhong')
    for (const keys of ['Control+Enter', 'Control+Shift+Enter', 'Control+k', 'F6', 'Control+Alt+n']) await page.keyboard.press(keys)
    await pressAfter(page, 'Enter', { ctrlKey: true })
    await pressAfter(page, 'k', { ctrlKey: true, code: 'KeyK' })
    await commit(session, '中文')
    await expect(tabs(page)).toHaveCount(3)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(editor(page)).toBeFocused()
    await expect.poll(() => lines(page)).toBe(`${sql}中文`)
    await expect(results(page)).not.toContainText(came)
    await page.keyboard.press('Control+Enter')
    await expect(results(page)).toContainText(came)

    // The other way to take text, switched live: the text stays.
    await page.keyboard.press('Control+,')
    const settings = page.getByRole('dialog', { name: 'Settings' })
    await expect(settings.getByRole('combobox', { name: 'Editor input' })).toHaveText(input)
    if (input === 'EditContext') return
    await settings.getByRole('combobox', { name: 'Editor input' }).click()
    await page.getByRole('option', { name: 'EditContext' }).click()
    await page.keyboard.press('Escape')
    await expect(page.locator('.monaco-editor .native-edit-context')).toHaveCount(1)
    await expect.poll(() => lines(page)).toBe(`${sql}中文`)
  }
})

test('a dialog closed with its input, and a form was sent, by a key that belonged to the input method', async ({ window: page }) => {
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  const form = page.getByRole('dialog')
  const name = form.getByLabel('Name')
  await name.fill('')
  for (const key of ['Escape', 'Enter']) {
    const session = await compose(page, 'ce shi')
    await page.keyboard.press(key)
    await pressAfter(page, key)
    await commit(session, '测试')
    await expect(form).toBeVisible()
    await expect(form.getByRole('alert')).toHaveCount(0)
  }
  await expect(name).toHaveValue('测试测试')
})

test('a row limit was taken, a palette’s command run and a search emptied in the midst of a composition', async ({ window: page }) => {
  await openSandbox(page)
  const limit = page.getByRole('textbox', { name: 'Row limit' })
  await limit.fill('')
  const inLimit = await compose(page, '12')
  await page.keyboard.press('Enter')
  await pressAfter(page, 'Enter')
  await pressAfter(page, 'Escape')
  await commit(inLimit, '123')
  await expect(limit).toHaveValue('123')
  await expect(limit).toBeFocused()

  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  const inPalette = await compose(page, 'new')
  for (const key of ['Enter', 'Escape', 'ArrowDown']) await pressAfter(page, key)
  await page.keyboard.press('Escape')
  await commit(inPalette, 'new tab')
  await expect(palette.getByRole('combobox')).toHaveValue('new tab')
  await page.keyboard.press('Enter')
  await expect(tabs(page)).toHaveCount(4)
})

test('Russian, Hebrew and Dvorak keyboards: the editor and the window obey one rule', async ({ window: page }) => {
  await openSandbox(page)
  const press = (key: string, code: string, keyCode: number, more: KeyboardEventInit) =>
    page.evaluate(
      (init) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init } as KeyboardEventInit)),
      { key, code, keyCode, ...more },
    )
  await writeSql(page, 'SELECT 1')
  await press('т', 'KeyN', 78, { ctrlKey: true, altKey: true })
  await expect(tabs(page)).toHaveCount(4)
  await press('ס', 'KeyX', 88, { ctrlKey: true, altKey: true })
  await expect(tabs(page)).toHaveCount(3)
  await press('k', 'KeyV', 75, { ctrlKey: true })
  await expect(page.getByRole('dialog')).toBeVisible()
})
