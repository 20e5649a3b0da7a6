/** A package to the disk, part by part: it is known by its size and SHA-512, which the signed feed says. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { FailureError, failureOf } from '../../shared/model/failure.ts'
import type { Route } from '../http/proxy.ts'
import { openBody } from '../http/stream-body.ts'
import { answerProblem } from './answer-problem.ts'
import type { FeedFile } from './feed.ts'

/** Without a byte for so long the line is taken for dead, milliseconds; a slow one takes its time. */
const SILENCE_MS = 60_000

interface DownloadOptions extends Route {
  signal: AbortSignal
  /** How many bytes are there, with each part that comes. */
  onProgress(bytes: number): void
}

/**
 * Answers once the whole file is at `path`, checked; nothing is left there otherwise. Throws a FailureError: the network's,
 * `updates.damaged` where it is another file than the feed says, `updates.diskWrite` where it cannot be written, or the
 * signal's reason.
 */
export async function download(url: URL, expected: FeedFile, path: string, options: DownloadOptions): Promise<void> {
  const { onProgress, ...how } = options
  const half = `${path}.part`
  const damaged = () =>
    new FailureError(failureOf('server', 'updates.damaged', { params: { file: expected.url, host: url.host }, retrySafe: true }))
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const answer = await openBody(url, { ...how, silenceMs: SILENCE_MS })
    const problem = answerProblem(url, answer.status, answer.location)
    if (problem) {
      answer.discard(new FailureError(problem))
      throw new FailureError(problem)
    }
    const hash = createHash('sha512')
    let received = 0
    const checked = async function* () {
      for await (const part of answer.parts()) {
        received += part.length
        // More than was signed for: whatever follows is not wanted.
        if (received > expected.size) throw damaged()
        hash.update(part)
        onProgress(received)
        yield part
      }
    }
    await pipeline(checked, createWriteStream(half, { mode: 0o600 })).catch((error: unknown) => {
      throw error instanceof FailureError ? error : notWritten(path, error)
    })
    if (received !== expected.size || hash.digest('base64') !== expected.sha512) throw damaged()
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

/** Whether the file at `path` is still what was signed for: days may lie between its download and its installation. */
export async function isWhole(path: string, { sha512 }: FeedFile): Promise<boolean> {
  const hash = createHash('sha512')
  return pipeline(createReadStream(path), hash).then(
    () => hash.digest('base64') === sha512,
    () => false,
  )
}

function notWritten(path: string, cause: unknown): FailureError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new FailureError(failureOf('internal', 'updates.diskWrite', { params: { path, reason }, retrySafe: true }), { cause })
}
