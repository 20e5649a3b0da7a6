import type { Secret } from './secret.ts'

/** A place that outlives the app. Every call reads the file anew: another Tessera may have written it. */
export interface SecretStore {
  /** Names are readable also while the secrets are locked. */
  names(): Promise<ReadonlySet<string>>
  /** Null where there is no such secret. */
  get(name: string): Promise<Secret | null>
  put(secrets: ReadonlyMap<string, Secret>): Promise<void>
  remove(names: readonly string[]): Promise<void>
}
