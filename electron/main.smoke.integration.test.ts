/**
 * The stand-in smoke test: runs the bundled main.js and preload.cjs against a small stand-in `electron` module
 * (e2e/stand-in). It shows that they start, serve, answer and refuse as they should; it does not show Electron.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusedCalls } from '../e2e/stand-in/refused-calls.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'tessera-stand-in-'))
const sqlFile = join(folder, '订单.sql')
const standIn = (file: string) => fileURLToPath(new URL(`../e2e/stand-in/${file}`, import.meta.url))

/** One run of the desktop on the stand-in; answers what the driver saw. */
async function drive(keyring: string, packaged = ''): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    process.execPath,
    ['--import', standIn('register.ts'), standIn('drive-desktop.ts'), '--user-data', join(folder, keyring), sqlFile],
    { env: { ...process.env, STAND_IN_KEYRING: keyring, STAND_IN_PACKAGED: packaged, STAND_IN_FILE: sqlFile } },
  )
  return JSON.parse(stdout)
}

let seen: Record<string, unknown>
/** On a Linux without a keyring, run as `electron .`, and ended by a window that hangs. */
let bare: Record<string, unknown>
beforeAll(async () => {
  await run(process.execPath, [fileURLToPath(new URL('../build/build.mjs', import.meta.url))])
  const entries = { 'c.accessSecret': Buffer.from('v10 as good as readable').toString('base64') }
  mkdirSync(join(folder, 'none'))
  writeFileSync(join(folder, 'none', 'keychain.json'), JSON.stringify({ version: 1, entries }))
  writeFileSync(sqlFile, 'SELECT 1')
  ;[seen, bare] = await Promise.all([drive('login', 'yes'), drive('none')])
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the stand-in smoke test', () => {
  it('registers app:// as a secure origin and opens one window on it, sandboxed and isolated', () => {
    expect(seen.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }])
    expect(seen.window).toMatchObject({
      calls: ['load app://tessera/', 'show'],
      preferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
    })
  })

  it('serves the built renderer with its policy, and nothing else of the disk', () => {
    expect(seen.files).toEqual({
      index: {
        status: 200,
        type: 'text/html; charset=utf-8',
        policy: expect.stringContaining("default-src 'none'; script-src 'self';"),
        isPage: true,
      },
      script: { status: 200, type: 'text/javascript; charset=utf-8' },
      outside: 404,
      main: 404,
      otherHost: 403,
      post: 403,
    })
  })

  it('gives the page one bridge of two functions over one channel, needing no module but electron', () => {
    expect(seen.channels).toEqual(['tessera'])
    expect(seen.bridge).toEqual(['invoke', 'subscribe'])
  })

  it('answers calls as Results and never says that it runs in Electron when it does not', () => {
    expect(seen.info).toMatchObject({ ok: true, value: { host: 'electron', platform: expect.not.stringContaining('Electron') } })
  })

  it('refuses unknown, malformed and oversized calls with a Failure', () => {
    expect(seen.refused).toEqual(Object.fromEntries(refusedCalls.map(({ what, code }) => [what, ['input', code ?? expect.any(String)]])))
  })

  it('refuses other pages, frames within ours and frames that are gone', () => {
    const refused = { ok: false, failure: { kind: 'permission', code: 'input.untrusted' } }
    expect(seen.foreign).toMatchObject([refused, refused, refused])
  })

  it('opens no windows, shows no other pages, and goes nowhere', () => {
    expect(seen.guards).toEqual({
      open: { action: 'deny' },
      navigateAway: true,
      lookalike: true,
      navigateHome: false,
      frameAway: true,
      webview: true,
    })
  })

  it('grants our own page copying, pasting on a gesture, and nothing else', () => {
    expect(seen.permissions).toEqual({ copy: true, pasteUnasked: false, pasteOnGesture: true, pasteOfOthers: [false, false, false], others: [] })
  })

  it('keeps its data where --user-data says, packaged or not', () => {
    expect([seen.userData, bare.userData]).toEqual([join(folder, 'login'), join(folder, 'none')])
  })

  it('brings a result of the sandbox through the door, typed arrays and exact bytes', () => {
    expect(seen.result).toEqual({ bytes: '[object Uint8Array]', index: '[object Uint32Array]', exact: true, rows: 1 })
    expect(seen.events).toEqual(['app.changed', 'connections.changed', 'files.handed', 'settings.changed'])
  })

  it('has its menu in the person’s language, at once when that changes', () => {
    const { before, after } = seen.menus as Record<string, string[]>
    expect(before).toContain('Edit')
    expect(after).toContain('编辑')
  })

  it('asks in the person’s language before a window closes over an open transaction or a running statement, and nothing before a reload', () => {
    expect(seen.heldBack).toEqual({
      isReloaded: true,
      stays: true,
      dialogs: [{ message: '有语句正在执行，或有（或可能有）未结束的事务', buttons: ['保持打开', '仍要关闭'] }],
    })
  })

  it('says what happened to its window, with ways on, and shows a window that was never shown', () => {
    const loaded = ['show', 'load app://tessera/']
    const ways = ['重新加载窗口', '退出 Tessera']
    expect(seen.troubles).toMatchObject({
      crashed: { message: '窗口已崩溃', detail: expect.stringMatching(/仍在继续[^]*回滚[^]*crashed。日志条目：\w+-\d+/), buttons: ways, done: loaded },
      outOfMemory: { message: '窗口内存不足', buttons: ways, done: loaded },
      stuck: { message: '窗口没有响应', buttons: ['等待', ...ways], done: ['show'] },
      stuckReloaded: { done: loaded },
      answersAgain: ['show'],
      notLoaded: { message: '窗口无法加载', detail: expect.stringContaining('ERR_FAILED (-6)'), buttons: ways, done: loaded },
      notFound: { message: '窗口无法加载', detail: expect.stringContaining('HTTP 404') },
      preload: { message: '窗口无法加载', detail: expect.stringContaining('broken') },
      harmless: [null, null, null],
    })
  })

  it('puts a page without script in place of one that keeps crashing, and asks where even that crashed', () => {
    expect(seen.troubles).toMatchObject({
      loop: [null, ['load app://tessera/stopped']],
      stopped: { status: 200, policy: expect.stringContaining("default-src 'none'"), wayBack: true, script: false, text: expect.stringContaining('3 次') },
      stoppedToo: { message: '窗口已崩溃', done: ['show', 'load app://tessera/'] },
    })
  })

  it('brings the window forward when started again, and ends in good order with its last window', () => {
    expect(seen.secondInstance).toEqual(['focus'])
    expect([seen.end, bare.end]).toEqual([{ exitCode: 0 }, { exitCode: 0 }])
  })

  it('opens SQL files that it is started with or that are handed over later, each once, and says which it cannot', () => {
    const file = ['订单.sql', 'SELECT 1']
    expect([seen.handed, bare.handed]).toEqual(
      Array.from({ length: 2 }, () => ({
        atStart: [file],
        prevented: true,
        later: [file, file, ['files.unusable'], ['files.unusable']],
        none: [],
        told: ['files.handed', 'files.handed'],
      })),
    )
  })

  it('uses the system’s keychain, but not on Linux without a keyring, and says what an earlier run stored there', () => {
    expect(seen.vault).toEqual({ ok: true, value: { kind: 'system', state: 'open' } })
    expect(bare.vault).toEqual({ ok: true, value: { kind: 'passphrase', state: 'absent', unprotected: 1 } })
    expect(bare.info).toMatchObject({ value: { warnings: [{ code: 'vault.unprotected', params: { count: 1 } }] } })
  })

  it('asks Electron for the system’s proxy, for the host alone', () => {
    expect(seen.proxy).toEqual({ asked: ['https://dp.corp.invalid/'], failed: ['network.proxyRefused', '127.0.0.1:9'] })
  })
})
