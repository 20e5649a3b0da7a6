import type { Page } from '@playwright/test'
import { calendarDay } from '../shared/model/expiry.ts'
import { findings } from './axe-findings.ts'
import { expect, test } from './launch-app.ts'
import { cell, runSql } from './workbench.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const field = (page: Page, label: string) => dialog(page).getByLabel(label, { exact: false }).first()
const entry = (page: Page, name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}`) })

test('a secret is entered once, tried in every connection that uses it, replaced where it works, and put back', async ({ window: page, servers }) => {
  const { endpoint, accessId, accessSecret, schema } = servers.dms
  const create = async (name: string, at: string, expires = '') => {
    await page.keyboard.press('ControlOrMeta+Alt+K')
    await dialog(page).getByRole('button', { name: /DMS secure access proxy/ }).click()
    for (const [label, value] of Object.entries({ Name: name, Endpoint: at, AccessID: accessId, AccessSecret: 'of before', 'Default database': schema })) await field(page, label).fill(value)
    if (expires) {
      await dialog(page).getByRole('button', { name: 'Security' }).click()
      await field(page, 'AccessID valid until').fill(expires)
    }
    await dialog(page).getByRole('button', { name: 'Create connection' }).click()
  }
  await create('Orders', endpoint, calendarDay(new Date()))
  await dialog(page).getByRole('button', { name: 'Keep for this session only' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await create('Dead', 'http://127.0.0.1:9')
  await expect(dialog(page)).toHaveCount(0)

  // Its last day is said ahead, once, and stands at the connection.
  const notices = page.getByRole('region', { name: 'Notices' })
  await expect(notices).toContainText(/Access ends soon Orders · AccessID valid until .*: last day today/)
  await notices.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notices).not.toContainText('Access ends soon')
  await expect(entry(page, 'Orders').getByRole('img', { name: /last day today/ })).toBeVisible()

  // By keyboard alone, in a small window.
  await page.setViewportSize({ width: 640, height: 400 })
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('combobox').fill('Replace a secret')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('combobox', { name: 'Secret to replace' })).toBeFocused()
  await expect(dialog(page).getByRole('combobox')).toHaveText(`AccessSecret of ${accessId} (2 connections)`)
  await page.keyboard.press('Tab')
  await page.keyboard.type(accessSecret)
  await page.keyboard.press('Enter')
  const use = (name: string) => dialog(page).getByRole('listitem').filter({ hasText: name })
  await expect(use('Orders')).toContainText('The connection works.')
  await expect(use('Dead')).toContainText('Not reached.')
  await expect(use('Orders').getByRole('checkbox')).toBeChecked()
  await expect(use('Dead').getByRole('checkbox')).not.toBeChecked()
  await expect(use('Dead')).toBeInViewport({ ratio: 1 })
  expect(await findings(page)).toEqual([])
  const replace = dialog(page).getByRole('button', { name: 'Replace in 1 connection' })
  await replace.focus()
  await expect(replace).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('status')).toContainText('Replaced in 1 connection.')
  await expect(field(page, 'New AccessSecret')).toHaveValue('')
  await dialog(page).getByRole('button', { name: 'Close' }).first().click()
  await expect(dialog(page)).toHaveCount(0)
  await page.setViewportSize({ width: 1280, height: 800 })

  await entry(page, 'Orders').dblclick()
  await runSql(page, 'SELECT 5 AS five')
  await expect(cell(page, 1, 1)).toHaveText('5')

  // Another that works nowhere is replaced on purpose, and put back.
  await entry(page, 'Orders').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Replace a secret…' }).click()
  await field(page, 'New AccessSecret').fill('wrong')
  await dialog(page).getByRole('button', { name: 'Test everywhere' }).click()
  await expect(use('Orders').getByRole('checkbox')).not.toBeChecked()
  await expect(dialog(page).getByRole('button', { name: 'Replace in 0 connections' })).toBeDisabled()
  await use('Orders').getByRole('checkbox').click()
  await replace.click()
  await dialog(page).getByRole('button', { name: 'Put the old one back' }).click()
  await expect(dialog(page).getByRole('status')).toContainText('The secret of before is back in 1 connection.')
  await dialog(page).getByRole('button', { name: 'Close' }).first().click()
  await runSql(page, 'SELECT 6 AS six')
  await expect(cell(page, 1, 1)).toHaveText('6')
})
