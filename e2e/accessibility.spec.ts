import { findings } from './axe-findings.ts'
import { expect, test } from './launch-app.ts'
import { chooseTheme, connectMaxScale, grid, openSandbox, results, runSql, sessionBar, tabs } from './workbench.ts'

for (const theme of ['light', 'dark', 'high contrast'] as const) {
  test(`axe finds nothing serious on any screen, ${theme}`, async ({ window: page }) => {
    await chooseTheme(page, theme)
    await page.keyboard.press('ControlOrMeta+K')
    await page.getByRole('dialog').getByRole('combobox').fill('Theme')
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
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

test('axe finds nothing serious on a session: open, in a transaction, lost, and in the dialog before it ends', async ({ window: page, mariadb }) => {
  test.slow()
  await connectMaxScale(page, mariadb.maxscale, 'Shop MaxScale', 'Production')
  for (const theme of ['light', 'dark', 'high contrast'] as const) {
    await chooseTheme(page, theme)
    await runSql(page, 'SET @x = 1')
    await expect(sessionBar(page)).toContainText('no transaction')
    expect(await findings(page)).toEqual([])
    await runSql(page, 'BEGIN')
    await expect(sessionBar(page)).toContainText('Transaction open')
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('ControlOrMeta+Alt+X')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await runSql(page, 'KILL CONNECTION_ID()')
    await runSql(page, 'SELECT 1')
    await expect(sessionBar(page)).toContainText('Session lost')
    expect(await findings(page)).toEqual([])
    await sessionBar(page).getByRole('button', { name: 'Reconnect', exact: true }).click()
    await expect(sessionBar(page)).toContainText('Session open')
  }
})
