/** What went before a recorded request, or beside it, where the recording does not say so itself. */
import type { Stage } from './stage.ts'

interface Scene {
  before?: (stage: Stage, id: string) => Promise<unknown>
  /** Begins with the request, and is awaited with it. */
  beside?: (stage: Stage, id: string) => Promise<unknown>
}

const cancelled = async (stage: Stage, id: string) => {
  await stage.cancel(id)
  await stage.idle(id)
}

/** By transcript; `id` is the recorded id of the connection in its path. */
export const scenes: Record<string, Scene> = {
  'b40-max-age-expired-query': { before: (stage) => stage.wait(2_100) },
  'e12-duplicate-names': { before: (stage, id) => stage.run(id, 'SET NAMES utf8mb4') },
  'e18i-select-into': { before: (stage, id) => stage.run(id, 'COMMIT') },
  'e23-multi': { before: (stage, id) => stage.run(id, "INSERT INTO auto (v, t) VALUES ('z', 9)") },
  'f13-row-count-changed-max-rows': { before: (stage, id) => stage.run(id, 'DO LAST_INSERT_ID(7)') },
  'f14-show-warnings-same': { before: (stage, id) => stage.run(id, "SELECT CAST('abc' AS INTEGER)") },
  'f15c-row-count-max-rows-0': { before: (stage, id) => stage.run(id, 'DO LAST_INSERT_ID(8)') },
  'f35-sticky-user-select-limit': { before: (stage, id) => stage.run(id, 'SET sql_select_limit=3', { max_rows: 1_000 }) },
  'g02-async-poll-pending': { before: (stage, id) => stage.start(id, 'SELECT SLEEP(2) AS s, 1 AS one') },
  'g10-async-result': { before: (stage, id) => stage.idle(id) },
  'g14-erase-again': { before: (stage, id) => stage.erase(id) },
  'g17-async-a': { before: (stage, id) => stage.idle(id) },
  'g19-old-query-id-after-new-query': {
    before: async (stage, id) => {
      await stage.idle(id)
      await stage.run(id, 'SELECT 1')
    },
  },
  'g22-async-max-rows-result': { before: (stage, id) => stage.idle(id) },
  'h01-cancel-idle': { before: (stage, id) => stage.idle(id) },
  'h05-async-long': { before: cancelled },
  'h08-sync-cancelled': {
    before: cancelled,
    beside: async (stage, id) => {
      await stage.wait(500)
      await stage.cancel(id)
    },
  },
  'h13-after-client-hangup': { before: (stage, id) => stage.hangUp(id, 'SELECT SLEEP(5)') },
  'i01-reconnect': {
    before: async (stage, id) => {
      await stage.idle(id)
      for (const sql of ['SET @x=1', 'USE mysql', 'CREATE TEMPORARY TABLE golden.tmp1 (a INT)']) await stage.run(id, sql)
    },
  },
  'i09-reconnect-in-transaction': {
    before: async (stage, id) => {
      await stage.run(id, 'START TRANSACTION')
      await stage.run(id, "INSERT INTO golden.auto (v) VALUES ('tx')")
    },
  },
  'j01-killed-query': { before: (stage, id) => stage.kill(id) },
  'j06-killed-mid-query': {
    before: (stage, id) => stage.reconnect(id),
    beside: async (stage, id) => {
      await stage.wait(500)
      await stage.kill(id)
    },
  },
  'j11b-rwsplit-backend-killed-again': { before: (stage, id) => stage.killBehindService(id) },
  'j15-rwsplit-after-cancel': {
    before: async (stage, id) => {
      await stage.start(id, 'SELECT SLEEP(30)')
      await stage.wait(200)
      await cancelled(stage, id)
    },
  },
  'k15-after-server-wait-timeout': {
    before: async (stage, id) => {
      await stage.run(id, 'SET SESSION wait_timeout=1')
      await stage.wait(2_500)
    },
  },
  'r01-multi-cancelled-in-middle': {
    beside: async (stage, id) => {
      await stage.wait(600)
      await stage.cancel(id)
    },
  },
}

export interface Opened {
  target?: string
  timeout?: number
}

/** How connections were opened whose opening is not in the recording, by the beginning of their recorded id. */
export const openings: Record<string, Opened> = {
  '803a25f3': { target: 'RW-Split' },
  b5e86af9: { target: 'RW-Split' },
  '2d5c342e': { target: 'RW-Split', timeout: 10 },
  '52c0e84f': { timeout: 10 },
  a9d4fe36: { timeout: 10 },
  ece4ef9e: { timeout: 2 },
  '76f5cc9c': { timeout: 2 },
}
