/** The feed of updates as electron-builder's tools know it (`latest-linux.yml` and its like), read only after its signature. */
import { JSON_SCHEMA, load } from 'js-yaml'
import { gt, prerelease, valid } from 'semver'
import { z } from 'zod'

/** A name beside the feed: a mirror hands out files, and sends nobody elsewhere. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)

const FeedFile = z.object({
  url: FileName,
  /** Base64 of 64 bytes. */
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  size: z.number().int().positive().max(4_000_000_000),
})
export type FeedFile = z.infer<typeof FeedFile>

const Feed = z.object({
  version: z.string().max(60).refine((version) => valid(version) === version),
  files: z.array(FeedFile).min(1).max(100),
  releaseDate: z.string().max(40).default(''),
  releaseNotes: z.string().max(100_000).default(''),
  /** To how many of a hundred installations it is offered; to all where it is not said. */
  stagingPercentage: z.number().min(0).max(100).default(100),
})
export type Feed = z.infer<typeof Feed>

/** Null where the text is no feed. */
export function readFeed(text: string): Feed | null {
  let value: unknown
  try {
    value = load(text, { schema: JSON_SCHEMA })
  } catch {
    return null
  }
  const read = Feed.safeParse(value)
  return read.success ? read.data : null
}

/** The file for this installation: of its kind and, where the feed has several, of its architecture; null where there is none. */
export function fileFor({ files }: Feed, extension: string, arch: string): FeedFile | null {
  const ofKind = files.filter(({ url }) => url.toLowerCase().endsWith(`.${extension.toLowerCase()}`))
  const isArm = ({ url }: FeedFile) => /arm64|aarch64/i.test(url)
  return ofKind.find((file) => isArm(file) === (arch === 'arm64')) ?? null
}

/** Never an older one, nor a trial version for who has none. */
export const isNewer = (feed: string, own: string): boolean => gt(feed, own) && (prerelease(feed) === null || prerelease(own) !== null)
