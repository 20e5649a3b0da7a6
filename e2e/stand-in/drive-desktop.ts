/** Starts the bundled out/main.js on the stand-in, plays a window with the bundled out/preload.cjs, and prints one line of JSON. */
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import type { HandedFile } from '../../shared/contract/files.ts'
import type { Connection } from '../../shared/model/connection.ts'
import type { Result } from '../../shared/model/result.ts'
import type { StatementResult } from '../../shared/model/statement-result.ts'
import type { Transport } from '../../shared/contract/transport.ts'
import * as electron from './electron.ts'
import { played } from './played.ts'
import { refusedCalls } from './refused-calls.ts'
import { troubles } from './drive-trouble.ts'

const { app, BrowserWindow } = electron
const out = new URL('../../out/', import.meta.url)
// What is packaged has no word for the app itself.
if (process.env.STAND_IN_PACKAGED) process.argv.splice(1, 1)

await import(new URL('main.js', out).href)
await until(() => BrowserWindow.all.length > 0)
const window = BrowserWindow.all[0]!
const bridge = loadPreload()
const events: string[] = []
for (const event of ['settings.changed', 'app.changed', 'connections.changed', 'files.handed'] as const) bridge.subscribe(event, () => events.push(event))

const report = {
  schemes: played.schemes,
  userData: app.getPath('userData'),
  channels: [...played.handlers.keys()],
  window: { calls: [...window.calls], preferences: window.options.webPreferences, title: window.options.title },
  bridge: Object.keys(bridge).sort(),
  files: await files(),
  info: await bridge.invoke({ domain: 'app', action: 'info', input: {} }),
  vault: await bridge.invoke({ domain: 'vault', action: 'status', input: {} }),
  refused: await refused(),
  foreign: await foreign(),
  guards: guards(),
  permissions: permissions(),
  menus: await menus(),
  result: await queryOnSandbox(),
  proxy: await systemProxy(),
  secondInstance: [...secondInstance()],
  handed: await handed(),
  heldBack: heldBack(),
  troubles: await troubles(window),
  events: [...new Set(events)].sort(),
  end: await end(),
}
process.stdout.write(`${JSON.stringify(report)}\n`)

/** The preload as a sandboxed one runs: no Node, and of modules only electron's part for renderers. */
function loadPreload(): Transport {
  const { contextBridge, ipcRenderer } = electron
  const required = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return { contextBridge, ipcRenderer }
  }
  runInContext(readFileSync(new URL('preload.cjs', out), 'utf8'), createContext({ require: required, exports: {}, module: { exports: {} } }))
  return played.mainWorld.tessera as Transport
}

async function files() {
  const get = async (url: string, method = 'GET') => {
    const answer = await played.protocols.get('app')!(new Request(url, { method }))
    return { status: answer.status, type: answer.headers.get('content-type'), policy: answer.headers.get('content-security-policy'), text: await answer.text() }
  }
  const index = await get('app://tessera/')
  const script = /src="\.?(\/[^"]+\.js)"/.exec(index.text)?.[1] ?? '/none.js'
  const statusOf = async (url: string, method?: string) => (await get(url, method)).status
  return {
    index: { status: index.status, type: index.type, policy: index.policy, isPage: index.text.includes('<!doctype html>') },
    script: { status: await statusOf(`app://tessera${script}`), type: (await get(`app://tessera${script}`)).type },
    outside: await statusOf('app://tessera/..%2f..%2fpackage.json'),
    main: await statusOf('app://tessera/..%2fmain.js'),
    otherHost: await statusOf('app://evil/'),
    post: await statusOf('app://tessera/', 'POST'),
  }
}

/** What each of the calls that no host may take was answered: the code of its Failure. */
async function refused() {
  const answers: Record<string, unknown> = {}
  for (const { what, request } of refusedCalls) {
    const answer: Result<unknown> = await bridge.invoke(request as Parameters<Transport['invoke']>[0])
    answers[what] = answer.ok ? 'answered' : [answer.failure.kind, answer.failure.code]
  }
  return answers
}

async function foreign() {
  const call = { domain: 'connections', action: 'list', input: {} }
  const ours = played.frame
  const answers: unknown[] = []
  for (const frame of [{ url: 'https://evil.example/', parent: null }, { url: 'app://tessera/', parent: {} }, null]) {
    played.frame = frame
    answers.push(await bridge.invoke(call))
  }
  played.frame = ours
  return answers
}

function guards() {
  const contents = window.webContents
  const prevents = (event: string, url: string) => {
    let prevented = false
    contents.emit(event, { url, preventDefault: () => (prevented = true) })
    return prevented
  }
  return {
    open: contents.openHandler?.({ url: 'https://evil.example/' }),
    navigateAway: prevents('will-navigate', 'https://evil.example/'),
    lookalike: prevents('will-redirect', 'app://tessera.evil/'),
    navigateHome: prevents('will-navigate', 'app://tessera/'),
    frameAway: prevents('will-frame-navigate', 'https://evil.example/'),
    webview: prevents('will-attach-webview', ''),
  }
}

/** What is granted when asked for and when only looked at (navigator.permissions), of whom. */
function permissions() {
  const contents = window.webContents
  const granted = (permission: string, requestingUrl = 'app://tessera/', isMainFrame = true) => {
    const answers: unknown[] = [played.permissionCheck?.(contents, permission, requestingUrl.replace(/\/$/, ''), { requestingUrl, isMainFrame })]
    played.permissionRequest?.(contents, permission, (value) => answers.push(value), { requestingUrl, isMainFrame })
    return answers[0] === answers[1] ? answers[0] : answers
  }
  const others = ['media', 'notifications', 'geolocation', 'deprecated-sync-clipboard-read', 'fileSystem', 'openExternal', 'constructor', '__proto__']
  contents.emit('input-event', {}, { type: 'mouseMove' })
  const unasked = granted('clipboard-read')
  contents.emit('input-event', {}, { type: 'mouseDown' })
  return {
    copy: granted('clipboard-sanitized-write'),
    pasteUnasked: unasked,
    pasteOnGesture: granted('clipboard-read'),
    pasteOfOthers: [granted('clipboard-read', 'https://evil.example/'), granted('clipboard-read', 'app://tessera.evil/'), granted('clipboard-read', 'app://tessera/', false)],
    others: others.filter((permission) => granted(permission) !== false),
  }
}

async function menus() {
  const before = played.menus.at(-1)?.map(({ label }) => label)
  await bridge.invoke({ domain: 'settings', action: 'set', input: { locale: 'zh-CN' } })
  return { before, after: played.menus.at(-1)?.map(({ label }) => label) }
}

async function queryOnSandbox() {
  const list = () => bridge.invoke({ domain: 'connections', action: 'list', input: {} }) as Promise<Result<Connection[]>>
  await until(async () => {
    const answer = await list()
    return answer.ok && answer.value.some(({ id }) => id === 'sandbox-dms')
  })
  const input = { runId: 'r', tabId: 't', connectionId: 'sandbox-dms', sql: 'SELECT 9007199254740993 AS n', rowLimit: 10 }
  const answer = (await bridge.invoke({ domain: 'query', action: 'run', input })) as Result<StatementResult[]>
  if (!answer.ok) return answer.failure
  const [result] = answer.value
  if (result?.kind !== 'resultset') return result
  const segment = result.data.segments[0]!
  return {
    bytes: Object.prototype.toString.call(segment.bytes),
    index: Object.prototype.toString.call(segment.index),
    exact: Buffer.from(segment.bytes).includes('9007199254740993'),
    rows: segment.rowCount,
  }
}

/** A connection goes by the proxy that Electron finds for its host; what else the address says stays here. */
async function systemProxy() {
  played.proxy = 'PROXY 127.0.0.1:9; DIRECT'
  const settings = { kind: 'dms', name: 'x', environment: 'development', readOnly: false, endpoint: 'https://dp.corp.invalid/path', accessId: 'i', schema: '', collaboration: 'secure', timeoutSeconds: 9 }
  const answer = (await bridge.invoke({ domain: 'connections', action: 'test', input: { settings, secrets: { accessSecret: 's' } } } as Parameters<Transport['invoke']>[0])) as Result<unknown>
  return { asked: played.proxiesAsked, failed: answer.ok ? null : [answer.failure.code, answer.failure.params.proxy] }
}

function secondInstance() {
  window.calls.length = 0
  app.emit('second-instance')
  return window.calls
}

/** Files of the start, of the system (macOS) and of a second Tessera, in the order they came; each is taken once. */
async function handed() {
  const take = async () => ((await bridge.invoke({ domain: 'files', action: 'takeHanded', input: {} })) as Result<HandedFile[]>)
  const names = (answer: Result<HandedFile[]>) => (answer.ok ? answer.value.map((file) => (file.kind === 'opened' ? [file.name, file.text] : [file.failure.code])) : answer.failure)
  const told = events.length
  const atStart = names(await take())
  let prevented = false
  app.emit('open-file', { preventDefault: () => (prevented = true) }, process.env.STAND_IN_FILE)
  app.emit('second-instance', {}, ['tessera', '--x', 'ignored.sql'], '/', { files: [process.env.STAND_IN_FILE, '/nowhere/gone.sql', '/dev/zero'] })
  app.emit('second-instance', {}, [], '/', 'nonsense')
  return { atStart, prevented, later: names(await take()), none: names(await take()), told: events.slice(told) }
}

/** A page that holds its window back over a transaction: reloading asks nothing, closing asks and keeps the window. */
function heldBack() {
  played.holdsBack = true
  let isReloaded = false
  window.webContents.emit('will-prevent-unload', { preventDefault: () => (isReloaded = true) })
  window.close()
  const stays = BrowserWindow.all.length === 1
  // The end is asked, too, and goes on.
  played.answer = 1
  return { isReloaded, stays, dialogs: [...played.dialogs] }
}

/** By its last window, or by the way that a window in trouble offers: it is not asked then whether it may go. */
async function end() {
  const exited = new Promise((resolve) => app.once('exited', resolve))
  if (process.env.STAND_IN_PACKAGED) window.close()
  else {
    played.answer = 2
    window.emit('unresponsive')
  }
  await exited
  return { exitCode: played.exitCode }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20))
}
