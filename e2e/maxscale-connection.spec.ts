import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SandboxAddresses } from '../electron/sandbox/addresses.ts'
import { findings } from './axe-findings.ts'
import { expect, root, startSandboxProgram, test } from './launch-app.ts'
import { cell, runSql } from './workbench.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: /MaxScale|Edit/ }).first()
const field = (page: Page, label: string | RegExp) => dialog(page).getByLabel(label).first()
const target = (page: Page) => page.getByRole('combobox', { name: 'Target' })
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click()

/** A new MaxScale connection, all but its target. */
async function fill(page: Page, { maxscale }: SandboxAddresses) {
  await page.getByRole('button', { name: /MaxScale REST API/ }).click()
  const values = {
    Name: 'Proxy', 'REST API address': maxscale.baseUrl, 'REST API user': maxscale.restUser, 'REST API password': maxscale.restPassword,
    'Database user': maxscale.databaseUser, 'Database password': maxscale.databasePassword, 'Default database': maxscale.database,
  }
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(value)
}

test('a target is chosen from MaxScale’s own list, by keyboard alone; the connection is tested, saved and used', async ({ window: page, servers }) => {
  await fill(page, servers)
  await target(page).focus()
  await page.keyboard.press('ArrowDown')
  const options = page.getByRole('option')
  await expect(options).toHaveText([
    /^RO-Conn Started readconnroute \(connection routing\) → shop-primary$/, /^RW-Split Started readwritesplit \(read\/write splitting\)/, /^shop-primary Master, Running 127\.0\.0\.1:3306/,
    /^shop-replica Down not responding 127\.0\.0\.1:3307/, /^RO-Listener Running 127\.0\.0\.1:4008 → RO-Conn/, /^RW-Listener/,
  ])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(options).toHaveCount(0)
  await expect(target(page)).toHaveValue('RW-Split')
  await press(page, 'Test connection')
  await expect(dialog(page)).toContainText('The connection works.')
  await press(page, 'Create connection')
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.getByRole('treeitem', { name: /^Proxy/ }).dblclick()
  await runSql(page, 'SELECT 1')
  await expect(cell(page, 1, 1)).toHaveText('1')

  // Its password is not typed again: the one that is kept is used.
  await page.getByRole('treeitem', { name: /^Proxy/ }).press('F2')
  await press(page, 'Choose…')
  await expect(page.getByRole('option', { name: /^RW-Split/ })).toHaveAttribute('aria-selected', 'true')
})

/** A sandbox with the recorded objects and an empty database, or that with other words in its configuration. */
async function startRecorded(folder: string, more = '') {
  const [config, seed] = [join(folder, 'maxscale.cnf'), join(folder, 'seed.sql')]
  const recorded = await readFile(join(root, 'electron/sandbox/fixtures/maxscale.cnf'), 'utf8')
  await writeFile(config, recorded.replace('[maxscale]', `[maxscale]\n${more}`))
  await writeFile(seed, 'CREATE DATABASE shop;')
  return startSandboxProgram(['--maxscale-config', config, '--seed', seed])
}

test('what few connections need is brought into sight when it is opened', async ({ window: page, servers }) => {
  await fill(page, servers)
  const last = dialog(page).getByRole('button', { name: 'Choose a file…' })
  await dialog(page).getByRole('button', { name: /^Security/ }).click()
  await expect(last).toBeInViewport({ ratio: 1 })
})

test('a list longer than its place scrolls with the wheel, and what cannot be opened is not taken', async ({ window: page, userData }) => {
  const sandbox = await startRecorded(userData)
  try {
    await fill(page, sandbox)
    await press(page, 'Choose…')
    const options = page.getByRole('option')
    await expect(options).toHaveCount(12)
    expect(await findings(page)).toEqual([])
    // Playwright waits for what is disabled to be enabled; a person clicks all the same.
    await page.getByRole('option', { name: /^No-Listener/ }).click({ force: true })
    await expect(page.getByRole('option', { name: /^No-Listener/ })).toContainText('It has no listener')
    await expect(target(page)).toHaveValue('')
    await page.getByRole('option', { name: /^RO-Conn/ }).hover()
    await page.mouse.wheel(0, 2_000)
    await expect(page.getByRole('option', { name: /^Two-Listener-B/ })).toBeInViewport({ ratio: 1 })
    await page.getByRole('option', { name: /^Two-Listener-B/ }).click()
    await expect(target(page)).toHaveValue('Two-Listener-B')
    await expect(target(page)).toBeFocused()
    // The wheel turned over the list, and the form behind it stayed.
    await press(page, 'Choose…')
    await expect(options).toHaveCount(12)
    await page.keyboard.press('Escape')
    await expect(options).toHaveCount(0)
    await expect(dialog(page)).toBeVisible()
  } finally {
    await sandbox.stop()
  }
})

test('a self-signed certificate is refused, shown, compared and pinned; then the connection works', async ({ window: page, userData }) => {
  const certificate = JSON.parse(await readFile(join(root, 'electron/sandbox/fixtures/loopback-certificate.json'), 'utf8')) as { key: string; cert: string }
  const [key, cert] = [join(userData, 'admin-key.pem'), join(userData, 'admin-cert.pem')]
  await writeFile(key, certificate.key)
  await writeFile(cert, certificate.cert)
  const sandbox = await startRecorded(userData, `admin_ssl_key=${key}\nadmin_ssl_cert=${cert}`)
  try {
    await fill(page, sandbox)
    await target(page).fill('RW-Split')
    await press(page, 'Test connection')
    const alert = dialog(page).getByRole('alert')
    await expect(alert).toContainText('127.0.0.1 uses a self-signed certificate.')
    await alert.getByRole('button', { name: 'Show server certificate' }).click()
    const shown = page.getByRole('dialog', { name: /^Certificate of 127\.0\.0\.1/ })
    const { fingerprint256 } = new X509Certificate(certificate.cert)
    await expect(shown).toContainText(fingerprint256)
    await expect(shown).toContainText('This system does not trust it: it is self-signed.')
    expect(await findings(page)).toEqual([])
    await shown.getByRole('button', { name: 'Pin this certificate' }).click()
    await expect(field(page, /Pinned certificate/)).toHaveValue(fingerprint256)
    await expect(field(page, /Pinned certificate/)).toBeFocused()
    expect(await findings(page)).toEqual([])
    await press(page, 'Test connection')
    await expect(dialog(page)).toContainText('The connection works.')

    // Its own certificate as the authority is trusted as well, without a pin.
    await field(page, /Pinned certificate/).fill('')
    await dialog(page).locator('input[type=file]').setInputFiles(cert)
    await expect(field(page, /Certificate authority/)).toHaveValue(certificate.cert.trim())
    await press(page, 'Test connection')
    await expect(dialog(page)).toContainText('The connection works.')

    // Another certificate than the pinned one is refused, whoever signed it.
    await field(page, /Pinned certificate/).fill(fingerprint256.replace(/^../, (pair) => (pair === '00' ? '01' : '00')))
    await press(page, 'Test connection')
    await expect(dialog(page).getByRole('alert')).toContainText('is not the pinned one')
  } finally {
    await sandbox.stop()
  }
})
