/**
 * MaxScale's main worker, which answers its whole REST API, and how /cancel locks it up (seen on a real 24.02.4): the
 * call holds the connection's lock while its KILL goes through MaxScale's own listener. That needs the main worker,
 * which waits for the lock as soon as anybody asks for /sql/:id…, a poll above all. Only the connection's timeout ends
 * it. On a target that is a server the KILL goes straight to the database, and nothing can freeze.
 */
import type { Call } from './call.ts'

/** How long a KILL takes through a listener: a real one is faster, and meets fewer polls. */
const killMilliseconds = 300

export class MainWorker {
  /** Polls that came and are not answered yet, by connection. */
  private readonly polls = new Map<string, number>()
  /** KILLs on their way through a listener, by connection: what to call when somebody asks for it. */
  private readonly kills = new Map<string, Set<() => void>>()
  private frozen: Promise<void> = Promise.resolve()

  /** Call when a request came, and what it returns when it is answered. */
  received({ method, path }: Call): () => void {
    const [resource, id = '', part, query] = path
    if (resource !== 'sql' || method !== 'GET' || part !== 'queries' || query === undefined) return () => undefined
    this.count(id, 1)
    return () => this.count(id, -1)
  }

  /** Returns when the REST API answers again; at once but for a freeze. */
  async free(): Promise<void> {
    for (let known: Promise<void> | null = null; known !== this.frozen; ) {
      known = this.frozen
      await known
    }
  }

  /** Somebody asks for a connection. */
  asked(id: string): void {
    for (const freeze of this.kills.get(id) ?? []) freeze()
  }

  /** Sends a KILL through a listener; where that freezes, for `timeoutSeconds` (0 for ever), it never arrives. */
  async killThroughListener(id: string, timeoutSeconds: number, kill: () => Promise<void>): Promise<void> {
    let freeze = (): void => undefined
    const met = new Promise<boolean>((resolve) => (freeze = () => resolve(true)))
    const kills = this.kills.get(id) ?? new Set()
    this.kills.set(id, kills.add(freeze))
    if (this.polls.has(id)) freeze()
    const isFrozen = await Promise.race([met, later(killMilliseconds).then(() => false)])
    kills.delete(freeze)
    if (kills.size === 0) this.kills.delete(id)
    if (!isFrozen) return kill()
    this.frozen = timeoutSeconds > 0 ? Promise.all([this.frozen, later(timeoutSeconds * 1_000)]).then(() => undefined) : new Promise(() => undefined)
    await this.free()
  }

  private count(id: string, by: number): void {
    const count = (this.polls.get(id) ?? 0) + by
    if (count > 0) this.polls.set(id, count)
    else this.polls.delete(id)
  }
}

/** Nobody waits for it at the end. */
const later = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds).unref())
