/** The desktop's main and preload over the desktop harness (stand-in/desktop.ts), which is not Electron. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test as base } from './launch-app.ts'
import { launchDesktop, type Desktop } from './stand-in/desktop.ts'
import { cell, editor, openSandbox, results, runSql, sessionBar, tabs, writeSql } from './workbench.ts'

const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({ userData, context }, provide) => {
    const desktop = await launchDesktop(userData, context)
    await desktop.page().getByRole('button', { name: 'Open the sandbox' }).and(desktop.page().locator(':enabled')).waitFor()
    await provide(desktop)
    await desktop.stop()
  },
})

test('a first run on the desktop: three backends, exact values, and a change in DRDS by its plan', async ({ window: page }) => {
  await openSandbox(page)
  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(cell(page, 1, 1)).toHaveText(/^\d{15,}$/)
  await expect(results(page)).toContainText('500 rows')
  await tabs(page).nth(1).click()
  await runSql(page, 'SELECT 9007199254740993 AS exact, 0.10 AS decimal_kept')
  await expect(cell(page, 1, 1)).toHaveText('9007199254740993')
  await expect(cell(page, 1, 2)).toHaveText('0.10')
  await planInDrds(page)
})

async function planInDrds(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Alt+I')
  await page.getByRole('row').filter({ hasText: '商城订单（生产）' }).getByRole('button').first().click()
  await page.getByRole('button', { name: 'Create database' }).click()
  const form = page.getByRole('dialog', { name: 'Create database' })
  await form.getByLabel('Database name').fill('crm')
  await form.getByRole('button', { name: 'Generate' }).click()
  await form.getByLabel('RDS instances').fill('rm-cn-hangzhou-a, rm-cn-hangzhou-b')
  await form.getByRole('button', { name: 'Review' }).click()
  const plan = page.getByRole('dialog')
  await expect(plan.getByText('CreateDrdsDB')).toBeVisible()
  await plan.getByRole('button', { name: 'Create database', exact: true }).click()
  await expect(plan.getByText(/DRDS accepted the change/)).toBeVisible()
  await plan.getByRole('button', { name: 'Close' }).last().click()
}

/** What the page has of the world outside; runs in it. */
async function seenByPage() {
  const bridge = (window as unknown as { tessera: Record<string, (request: unknown) => Promise<unknown>> }).tessera
  const node = ['require', 'process', 'module', 'exports', 'Buffer', 'ipcRenderer', 'electron', 'standInToHarness', 'standInFromHarness'].filter((name) => name in window)
  let refusesFunctions = false
  try {
    await bridge.invoke!({ domain: 'app', action: 'info', input: { call: () => 1 } })
  } catch {
    refusesFunctions = true
  }
  const policy = await fetch('https://elsewhere.invalid/').then(() => 'answered', () => 'refused')
  return { bridge: Object.keys(bridge).sort(), frozen: Object.isFrozen(bridge), node, refusesFunctions, policy }
}

test('the page has nothing of main’s but its bridge, leads nowhere else, and is not left over an open transaction without a word', async ({ desktop, userData }) => {
  const page = desktop.page()
  await openSandbox(page)
  await tabs(page).nth(1).click()
  await runSql(page, "BEGIN; UPDATE cities SET name = 'Nowhere' WHERE id = 1")
  await expect(sessionBar(page)).toContainText('Transaction open')

  expect(await page.evaluate(seenByPage)).toEqual({ bridge: ['invoke', 'subscribe'], frozen: true, node: [], refusesFunctions: true, policy: 'refused' })
  // Neither a page nor a window of its own is to be had.
  const pages = page.context().pages().length
  await page.evaluate(() => void (window.location.href = 'https://evil.example/'))
  await Promise.all([page.waitForEvent('popup').then((popup) => popup.waitForEvent('close')), page.evaluate(() => void window.open('https://evil.example/'))])
  expect(page.context().pages()).toHaveLength(pages)
  await expect(sessionBar(page)).toContainText('Transaction open')
  expect(page.url()).toBe('https://tessera/')

  await desktop.main.willAnswer(0)
  await desktop.closeWindow()
  await expect.poll(() => desktop.main.askedSync()).toMatchObject([{ buttons: ['Keep open', 'Close anyway'] }])
  await expect(sessionBar(page)).toContainText('Transaction open')

  // A reload asks nothing: main keeps the session.
  await page.reload()
  await expect(sessionBar(page)).toContainText('Transaction open')
  expect(await desktop.main.askedSync()).toHaveLength(1)

  // A second Tessera hands over what it was started with.
  const file = join(userData, 'orders.sql')
  await writeFile(file, 'SELECT 1 AS handed_over')
  await desktop.main.emit('app', 'second-instance', [], '/', { files: [file, '/nowhere/gone.sql'] })
  await expect(tabs(page)).toHaveCount(4)
  await expect(page.locator('.view-lines')).toContainText('handed_over')
  await expect(page.getByText(/Cannot use this file: \/nowhere\/gone\.sql/)).toBeVisible()

  await desktop.main.willAnswer(1)
  await desktop.closeWindow()
  expect(await desktop.ended).toBe(0)
})

test('a page that hangs or crashes comes back with what was typed and what went on meanwhile; one that keeps crashing stops', async ({ desktop }) => {
  await openSandbox(desktop.page())
  await tabs(desktop.page()).nth(1).click()
  await writeSql(desktop.page(), '/* sandbox: latency 2000 */ SELECT 41 + 1 AS answer')
  await desktop.page().keyboard.press('ControlOrMeta+Enter')
  await expect(results(desktop.page()).getByText('Running')).toBeVisible()
  const hung = desktop.page().evaluate(() => {
    for (;;);
  }).then(() => 'answered', () => 'gone')
  await desktop.hang()
  expect(await desktop.dialog()).toMatchObject({ message: 'The window does not respond', buttons: ['Wait', 'Reload window', 'Quit Tessera'] })
  ;(await desktop.dialog()).press('Reload window')
  await desktop.nextPage()
  expect(await hung).toBe('gone')
  await expect(desktop.page().locator('.view-lines')).toContainText('41 + 1')
  await expect(cell(desktop.page(), 1, 1)).toHaveText('42')

  for (const times of ['once', 'twice']) {
    await desktop.crash()
    expect(await desktop.dialog(), times).toMatchObject({ message: 'The window has crashed', buttons: ['Reload window', 'Quit Tessera'] })
    ;(await desktop.dialog()).press('Reload window')
    await desktop.nextPage()
  }
  await desktop.crash()
  await desktop.nextPage()
  await expect(desktop.page().getByRole('heading', { name: 'The window keeps crashing' })).toBeVisible()
  await desktop.page().getByRole('link', { name: 'Open the window again' }).click()
  await expect(tabs(desktop.page())).toHaveCount(3)
  await expect(desktop.page().locator('.view-lines')).toContainText('41 + 1')
})
