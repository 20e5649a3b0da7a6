import { findings } from './axe-findings.ts'
import { expect, test } from './launch-app.ts'
import { grid, openSandbox, results, runSql, tabs } from './workbench.ts'

for (const theme of ['light', 'dark', 'high contrast'] as const) {
  test(`axe finds nothing serious on any screen, ${theme}`, async ({ window: page }) => {
    await page.keyboard.press('ControlOrMeta+K')
    await page.getByRole('dialog').getByRole('combobox').fill(`Theme: ${theme}`)
    expect(await findings(page)).toEqual([])
    await page.keyboard.press(theme === 'light' ? 'Escape' : 'Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await findings(page)).toEqual([])

    await openSandbox(page)
    await runSql(page, 'SELECT * FROM oddities; SELECT nonsense FROM orders')
    await expect(results(page).getByRole('tab')).toHaveCount(3)
    expect(await findings(page)).toEqual([])
    await results(page).getByRole('tab').nth(1).click()
    await expect(grid(page)).toBeVisible()
    expect(await findings(page)).toEqual([])
    await runSql(page, '/* sandbox: reset */ SELECT 1')
    await expect(results(page).getByRole('alert')).toBeVisible()
    expect(await findings(page)).toEqual([])

    await tabs(page).nth(2).click()
    await expect(page.getByRole('table')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('ControlOrMeta+,')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+Alt+K')
    await page.getByRole('dialog').getByRole('button', { name: /MaxScale/ }).click()
    await expect(page.getByRole('dialog').getByLabel('Name')).toBeVisible()
    expect(await findings(page)).toEqual([])
  })
}
