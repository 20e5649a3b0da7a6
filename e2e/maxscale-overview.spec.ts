import type { Locator, Page } from '@playwright/test'
import { findings } from './axe-findings.ts'
import { expect, launchApp, startSandboxProgram, test } from './launch-app.ts'
import { cell, chooseTheme, editor, openSandbox, runSql, tabs } from './workbench.ts'

const rail = (page: Page): Locator => page.getByRole('navigation').getByRole('button', { name: 'MaxScale' })
const table = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name, exact: true })
const row = (page: Page, of: string | RegExp, name: string): Locator => table(page, of).getByRole('row').filter({ hasText: name })
const inFront = (page: Page): Locator => tabs(page).and(page.locator('[aria-selected=true]'))
/** Monaco keeps alerts of its own in the page. */
const notice = (page: Page): Locator => page.locator('[data-region=overview]').getByRole('alert')
const sessions = 'SQL sessions'

/** A connection by its form, its secrets kept for this session. */
async function connect(page: Page, fields: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  for (const [label, value] of Object.entries(fields)) await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(value)
  await page.getByRole('dialog').getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await expect(page.getByRole('treeitem', { name: new RegExp(`^${fields.Name}`) })).toBeVisible()
}

/** By the menu of its connection. */
async function showOverview(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show overview' }).click()
}

test('the rail opens the overview: servers with their role, one of them down, and what leads to them', async ({ window: page }) => {
  await openSandbox(page)
  await rail(page).click()
  await expect(rail(page)).toHaveAttribute('aria-pressed', 'true')
  await expect(inFront(page)).toHaveText('OverviewSandbox · MaxScale')
  await expect(row(page, 'Servers', 'shop-primary')).toContainText('PrimaryMaster, Running')
  await expect(row(page, 'Servers', 'shop-replica')).toContainText('Down')
  await expect(row(page, 'Services', 'RW-Split')).toContainText('readwritesplit')
  await expect(row(page, 'Listeners', 'RW-Listener')).toContainText('127.0.0.1:4006')
  await expect(row(page, 'Monitors', 'Shop-Monitor')).toContainText('shop-primary')
  const bar = page.getByRole('contentinfo')
  await expect(bar).toContainText('Sandbox · MaxScaleDevelopment')
  await expect(bar).not.toContainText(/Line|rows/)

  await page.getByRole('searchbox', { name: 'Search everything' }).fill('split')
  await expect(table(page, 'Services').getByRole('row')).toHaveCount(2)
  await expect(table(page, 'Servers')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await table(page, 'Servers').getByRole('button', { name: 'Name' }).click()
  await table(page, 'Servers').getByRole('button', { name: 'Name' }).click()
  await expect(table(page, 'Servers').getByRole('row').nth(1)).toContainText('shop-replica')
})

test('a session of ours is there with its last statement, and what it runs next without a click', async ({ window: page }) => {
  await openSandbox(page)
  await tabs(page).nth(1).click()
  await runSql(page, "SELECT SLEEP(9); SELECT 'second 语句'")
  await page.keyboard.press('ControlOrMeta+Alt+V')
  await expect(row(page, sessions, 'RW-Split')).toContainText('SELECT SLEEP(9)')
  await expect(row(page, sessions, 'RW-Split')).toContainText("SELECT 'second 语句'", { timeout: 25_000 })
  // The one that is open, and those that looked at its long statement.
  await expect(row(page, 'Services', 'RW-Split')).toContainText(/Started1 \/ \d/)
})

test('a new query has the focus though the editor came after it', async ({ window: page }) => {
  await openSandbox(page)
  await page.keyboard.press('ControlOrMeta+Alt+V')
  await expect(row(page, 'Servers', 'shop-primary')).toBeVisible()
  let loadEditor = () => {}
  const held = new Promise<void>((resolve) => (loadEditor = resolve))
  await page.route('**/monaco-*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.reload()
  await expect(row(page, 'Servers', 'shop-primary')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+Alt+N')
  await expect(inFront(page)).toHaveText('Query 1')
  await expect(editor(page)).toHaveCount(0)
  loadEditor()
  await expect(editor(page)).toBeFocused()
})

test('the tab is closed, reopened, renamed and kept as others are, and a new query beside it runs', async ({ window: page }) => {
  await openSandbox(page)
  await page.keyboard.press('ControlOrMeta+Alt+V')
  await expect(tabs(page)).toHaveCount(4)
  // What belongs to a query does nothing here.
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.keyboard.press('ControlOrMeta+S')
  await page.keyboard.press('ControlOrMeta+Alt+X')
  await expect(tabs(page)).toHaveCount(3)
  await page.keyboard.press('ControlOrMeta+Alt+Z')
  await inFront(page).focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Tab title' }).fill('Primary site')
  await page.keyboard.press('Enter')
  await expect(inFront(page)).toHaveText('OverviewPrimary site')
  await page.reload()
  await expect(inFront(page)).toHaveText('OverviewPrimary site')
  await expect(row(page, 'Servers', 'shop-primary')).toBeVisible()

  await page.keyboard.press('ControlOrMeta+Alt+N')
  await expect(editor(page)).toBeFocused()
  await runSql(page, 'SELECT 6 * 7 AS n')
  await expect(cell(page, 1, 1)).toHaveText('42')
  await expect(page.getByRole('contentinfo')).toContainText('Sandbox · MaxScale')
  // The overview is opened once: its tab comes to the front.
  await rail(page).click()
  await expect(inFront(page)).toHaveText('OverviewPrimary site')
  await expect(tabs(page)).toHaveCount(5)
})

test('without a MaxScale connection the rail offers to make one', async ({ page, userData }) => {
  const app = await launchApp(userData, ['--sandbox', 'off'])
  try {
    await page.goto(app.url)
    await rail(page).click()
    await expect(page.getByRole('dialog', { name: 'New MaxScale connection' })).toBeVisible()
  } finally {
    await app.stop()
  }
})

test.describe('a MaxScale that others use, too', () => {
  let maxscale: Awaited<ReturnType<typeof startSandboxProgram>>
  test.beforeEach(async () => {
    maxscale = await startSandboxProgram(['--maxscale-config', 'electron/sandbox/fixtures/maxscale.cnf'])
  })
  test.afterEach(() => maxscale.stop())

  const account = (name: string, restUser: string, restPassword: string) => ({
    Name: name, 'REST API address': maxscale.maxscale.baseUrl, 'REST API user': restUser, 'REST API password': restPassword,
    Target: 'server1', 'Database user': maxscale.maxscale.databaseUser, 'Database password': maxscale.maxscale.databasePassword,
  })
  /** What somebody else does: a session that ran a statement, through the REST API itself. */
  async function runAsOther(sql: string) {
    const { baseUrl, databaseUser: user, databasePassword: password } = maxscale.maxscale
    const call = async (path: string, body: object) => {
      const headers = { Authorization: `Basic ${btoa('viewer:viewerpw')}`, 'Content-Type': 'application/json' }
      return (await (await fetch(`${baseUrl}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as { data: { id: string }; meta: { token: string } }
    }
    const { data, meta } = await call('/sql', { target: 'RO-Conn', user, password })
    await call(`/sql/${data.id}/queries?token=${meta.token}`, { sql })
  }

  test('everybody’s sessions are shown to an administrator who says so, a new one without a click, and not the next time', async ({ window: page }) => {
    await runAsOther("SELECT 'salary of 王'")
    await connect(page, account('Shared', maxscale.maxscale.restUser, maxscale.maxscale.restPassword))
    await showOverview(page, 'Shared')
    await expect(page.getByText('None of your tabs has a session here.')).toBeVisible()
    await expect(page.getByText('salary')).toHaveCount(0)

    const all = page.getByRole('checkbox', { name: 'All sessions' })
    await all.click()
    await expect(page.getByRole('dialog')).toContainText('Statements can contain sensitive data')
    await page.keyboard.press('Escape')
    await expect(all).not.toBeChecked()
    await all.click()
    await page.getByRole('button', { name: 'Show all sessions' }).click()
    await expect(row(page, sessions, 'salary')).toContainText('Others')
    await runAsOther('SELECT 2 + 2')
    await expect(row(page, sessions, 'SELECT 2 + 2')).toBeVisible()

    await page.keyboard.press('ControlOrMeta+Alt+N')
    await page.keyboard.press('ControlOrMeta+Alt+V')
    await expect(page.getByText('None of your tabs has a session here.')).toBeVisible()
    await expect(all).not.toBeChecked()
    await expect(page.getByText('salary')).toHaveCount(0)
  })

  test('a basic account sees all but others’ sessions, and a lost server leaves what was known in sight', async ({ window: page }) => {
    await connect(page, account('Viewer', 'viewer', 'viewerpw'))
    await showOverview(page, 'Viewer')
    await expect(row(page, 'Servers', 'server1')).toContainText('Primary')
    await expect(page.getByText('None of your tabs has a session here.')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'All sessions' })).toHaveCount(0)

    await maxscale.stop()
    await expect(notice(page)).toContainText(/As of \d\d:\d\d:\d\d; not refreshed since\./)
    await expect(row(page, 'Servers', 'server1')).toContainText('Primary')
    expect(await findings(page)).toEqual([])
  })

  test('a refused sign-in says so, with the way to mend it', async ({ window: page }) => {
    await connect(page, account('Wrong', 'admin', 'not-it'))
    await showOverview(page, 'Wrong')
    await expect(notice(page)).toContainText('MaxScale refused the REST API user or password.')
    await expect(notice(page).getByRole('button', { name: 'Edit connection' })).toBeVisible()
  })
})

for (const theme of ['light', 'dark', 'high contrast'] as const) {
  test(`axe finds nothing serious in the overview, ${theme}`, async ({ window: page }) => {
    await chooseTheme(page, theme)
    await openSandbox(page)
    await tabs(page).nth(1).click()
    await runSql(page, 'SELECT 1')
    await expect(cell(page, 1, 1)).toBeVisible()
    await rail(page).click()
    await expect(row(page, sessions, 'SELECT 1')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.getByRole('checkbox', { name: 'All sessions' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Show all sessions' }).click()
    await expect(row(page, sessions, 'SELECT 1')).toContainText('Yours')
    await page.getByRole('searchbox', { name: 'Search everything' }).fill('nothing like this')
    await expect(page.getByText('Nothing matches “nothing like this”.')).toHaveCount(5)
    expect(await findings(page)).toEqual([])
  })
}

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 1024, height: 700 } })

  test('the overview speaks a DBA’s Chinese and fits a small window', async ({ window: page }) => {
    await openSandbox(page)
    await rail(page).click()
    await expect(row(page, '服务器', 'shop-primary')).toContainText('主库')
    for (const name of ['服务器', '服务', '监听器', '监视器', 'SQL 会话']) await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
    const words = await page.locator('[data-region=overview]').innerText()
    for (const word of ['复制延迟', '运行时间', '秒前更新']) expect(words).toContain(word)
    // Names and states are the server's own.
    expect(words).not.toMatch(/\b(Name|Role|State|Connections|Lag|Uptime|Version|Address|Search|Updated|Every)\b/)
    const header = page.locator('[data-region=overview] header').first()
    expect(await header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  })
})
