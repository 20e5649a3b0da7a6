/** What only a host has. One implementation each: electron-platform.ts (desktop), node-platform.ts (browser host, terminal). */
import type { OpenedFile, SavedFile } from '../../shared/contract/files.ts'

/** Encrypts with a key that the operating system keeps; absent where the host has none worth the name. */
export interface SystemKeychain {
  /** Whether what is encrypted now needs a key that only this person's account has. */
  isAvailable(): Promise<boolean>
  encrypt(text: string): Promise<Uint8Array>
  /** `isOutdated`: it should be encrypted anew, since the key was changed or a better one is there. */
  decrypt(sealed: Uint8Array): Promise<{ text: string; isOutdated: boolean }>
  /** Whether it was encrypted with a key that stands in a source that anybody can read. */
  isUnprotected(sealed: Uint8Array): boolean
}

export interface Platform {
  readonly host: 'electron' | 'browser' | 'terminal'
  /** Folder for everything of ours: database, vault, logs. It exists. */
  readonly userData: string
  /** Null where the host has no keychain: a passphrase vault or this-session-only is used instead. */
  readonly keychain: SystemKeychain | null
  /**
   * The system's proxy for an address (scheme, host and port alone), asked anew each time: `http://user:password@host:port`,
   * https:// and socks5:// likewise; empty for none.
   */
  systemProxy(url: URL): Promise<string>
  openLink(url: string): Promise<void>
  openTextFile(): Promise<OpenedFile>
  saveTextFile(suggestedName: string, text: string, kind: 'sql' | 'text'): Promise<SavedFile>
  notify(title: string, body: string): Promise<void>
  /** Calls `away` when the computer goes to sleep and when its screen is locked, where the host is told; answers how to stop. */
  onAway(away: () => void): () => void
}
