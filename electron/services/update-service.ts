import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gt } from 'semver'
import type { Handlers } from '../../shared/contract/contract.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { UpdateOffer, UpdateState } from '../../shared/contract/updates.ts'
import { FailureError, failureOf, type Failure } from '../../shared/model/failure.ts'
import type { FindProxy } from '../http/proxy.ts'
import type { Log } from '../log/log.ts'
import type { UpdateInstaller } from '../platform/platform.ts'
import type { UpdateRepository } from '../storage/update-repository.ts'
import { download, isWhole } from '../updates/download.ts'
import { fileFor, isNewer, type Feed, type FeedFile } from '../updates/feed.ts'
import { fetchFeed, urlOf } from '../updates/fetch-feed.ts'
import { isItsTurn } from '../updates/staging.ts'
import type { EventHub } from './event-hub.ts'

const DAY_MS = 86_400_000
/** How often it is looked whether a day has passed: a laptop sleeps through longer timers. */
const LOOK_EVERY_MS = 600_000

export interface UpdateParts {
  /** What this copy is replaced by, or why it is not. */
  installer: UpdateInstaller | 'browser' | 'unpacked'
  version: string
  /** Public keys whose feeds are believed. */
  keys: readonly string[]
  /** Where packages are kept until they are installed. */
  folder: string
  settings: () => Pick<Settings, 'updateFeed' | 'updateChecks'>
  repository: UpdateRepository
  systemProxy: FindProxy
  events: EventHub
  log: Pick<Log, 'warn'>
}

export interface UpdateService {
  handlers: Handlers['updates']
  /** Begins to ask daily, where a person has chosen that. */
  start(): void
  /** Asks now if it was chosen and a day has passed. */
  askIfDue(now: number): Promise<void>
  close(): void
}

/** A newer version and where it lies: the address may be changed before it is downloaded. */
interface Found {
  offer: UpdateOffer
  file: FeedFile
  address: string
}

/** Updates as a person asks for them: asked about, loaded, handed to the system's installer, each at their word. */
export function createUpdateService(parts: UpdateParts): UpdateService {
  const { installer, version, keys, folder, settings, repository, events, log } = parts
  const proxy = { kind: 'system', find: parts.systemProxy } as const
  let now: UpdateState = typeof installer === 'string' ? { state: 'elsewhere', why: installer } : { state: 'unknown' }
  let found: Found | null = null
  let work: AbortController | null = null
  let timer: NodeJS.Timeout | undefined

  const become = (next: UpdateState): UpdateState => {
    now = next
    events.emit('updates.changed', now)
    return now
  }

  /** One piece of work at a time; what fails leaves the state that was before. */
  async function during(begin: UpdateState, doIt: (signal: AbortSignal) => Promise<UpdateState>): Promise<UpdateState> {
    if (work) throw refused('updates.busy')
    const before = now
    work = new AbortController()
    become(begin)
    try {
      return become(await doIt(work.signal))
    } catch (error) {
      become(before)
      throw error
    } finally {
      work = null
    }
  }

  const owner = (): UpdateInstaller => {
    if (typeof installer === 'string') throw refused('updates.elsewhere')
    return installer
  }

  async function check(): Promise<UpdateState> {
    const { feedFile, extension, arch } = owner()
    const { updateFeed, updateChecks } = settings()
    if (updateChecks === 'off' || updateFeed === '') throw refused('updates.off')
    // What is on the disk and awaits the end of Tessera stays what it is.
    if (now.state === 'onQuit') return now
    return during({ state: 'checking' }, async (signal) => {
      const feed = await fetchFeed(updateFeed, feedFile, { keys, signal, proxy })
      found = null
      if (!isNewer(feed.version, version)) return { state: 'current', latest: feed.version }
      refuseStepBack(feed.version, updateFeed)
      const file = fileFor(feed, extension, arch)
      if (!file) throw refused('updates.noPackage', { version: feed.version, kind: `${extension} ${arch}` })
      if (!isItsTurn(repository.installation(), feed.version, feed.stagingPercentage)) return { state: 'staged', version: feed.version }
      found = { offer: offerOf(feed, file), file, address: updateFeed }
      return { state: 'offered', offer: found.offer }
    })
  }

  /** An old feed is signed too: who shows it again would keep a mended hole open. */
  function refuseStepBack(latest: string, address: string): void {
    const newest = repository.newestSeen()
    if (newest !== '' && gt(newest, latest)) throw refused('updates.behind', { host: new URL(address).host, version: latest, newest })
    if (newest !== latest) repository.setNewestSeen(latest)
  }

  async function load(): Promise<UpdateState> {
    if (!found || now.state !== 'offered') throw refused('updates.nothingOffered')
    const { offer, file, address } = found
    let told = 0
    return during({ state: 'downloading', offer, receivedBytes: 0 }, async (signal) => {
      await rm(folder, { recursive: true, force: true })
      await download(urlOf(address, file.url), file, join(folder, file.url), {
        signal,
        proxy,
        onProgress(receivedBytes) {
          // A hundred steps are enough for an eye.
          if (receivedBytes - told < file.size / 100) return
          told = receivedBytes
          if (!signal.aborted) become({ state: 'downloading', offer, receivedBytes })
        },
      })
      return { state: 'downloaded', offer }
    })
  }

  async function install(atOnce: boolean): Promise<UpdateState> {
    const host = owner()
    if (now.state === 'downloaded' && found) {
      const { offer, file } = found
      const path = join(folder, file.url)
      const next = await during(now, async () => {
        if (!(await isWhole(path, file))) return { state: 'offered', offer }
        await host.installOnQuit({ version: offer.version, path, sha512: file.sha512, sizeBytes: file.size }).catch((cause: unknown) => {
          throw refused('updates.notInstalled', { reason: cause instanceof Error ? cause.message : String(cause) }, cause)
        })
        return { state: 'onQuit', offer }
      })
      if (next.state === 'offered') throw refused('updates.gone', { version: offer.version })
    }
    if (now.state !== 'onQuit') throw refused('updates.nothingOffered')
    if (atOnce) host.quit()
    return now
  }

  async function askIfDue(time: number): Promise<void> {
    const isBusy = work !== null || now.state === 'downloaded' || now.state === 'onQuit'
    if (typeof installer === 'string' || settings().updateChecks !== 'daily' || isBusy) return
    // A clock that was set back must not silence it for years.
    const since = time - repository.askedAt()
    if (since >= 0 && since < DAY_MS) return
    repository.setAskedAt(time)
    await check().catch((error: unknown) => {
      log.warn('asking for updates', { reason: error instanceof FailureError ? error.failure.code : 'a defect' })
    })
  }

  return {
    handlers: {
      state: () => now,
      check,
      download: load,
      cancel() {
        work?.abort(new FailureError(failureOf('cancelled', 'updates.cancelled', { retrySafe: true })))
        return now
      },
      install: ({ now: atOnce }) => install(atOnce),
    },
    start() {
      // What an earlier start had loaded is installed by now, or is not wanted.
      if (typeof installer !== 'string') void rm(folder, { recursive: true, force: true }).catch(() => undefined)
      const look = () => void askIfDue(Date.now())
      timer = setInterval(look, LOOK_EVERY_MS).unref()
      look()
    },
    askIfDue,
    close() {
      clearInterval(timer)
      work?.abort(new FailureError(failureOf('cancelled', 'updates.cancelled', { retrySafe: true })))
    },
  }
}

const offerOf = ({ version, releaseNotes, releaseDate }: Feed, { size }: FeedFile): UpdateOffer => ({
  version,
  notes: releaseNotes.trim(),
  sizeBytes: size,
  releasedAt: releaseDate,
})

type Refusal = Extract<Failure['code'], `updates.${string}`>
const refused = (code: Refusal, params: Failure['params'] = {}, cause?: unknown) =>
  new FailureError(failureOf('guarded', code, { params, retrySafe: true }), { cause })
