/** What only a host has. One implementation each: electron-platform.ts (desktop), node-platform.ts (browser host, terminal). */
import type { HandedFile, OpenedFile, SavedFile } from '../../shared/contract/files.ts'

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

/** A package on the disk, checked against its signed feed. */
export interface CheckedPackage {
  version: string
  path: string
  /** Base64. */
  sha512: string
  sizeBytes: number
}

/** How this copy of Tessera is replaced by a newer one. */
export interface UpdateInstaller {
  /** The feed's file for this system, such as `latest-linux.yml`. */
  readonly feedFile: string
  /** Of the packages that it can install: `deb`, `exe`, … */
  readonly extension: string
  readonly arch: string
  /** Hands the package to the system's installer once Tessera has quit by itself. Rejects where that refuses it. */
  installOnQuit(update: CheckedPackage): Promise<void>
  /** Quits as a person would: what is open is asked about. */
  quit(): void
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
  /** What replaces this copy, or why nothing of ours does: the page of a browser host, or a folder that was unpacked. */
  readonly installer: UpdateInstaller | 'browser' | 'unpacked'
  openLink(url: string): Promise<void>
  openTextFile(): Promise<OpenedFile>
  /** The SQL files that the system handed over since the last time. */
  takeHandedFiles(): Promise<HandedFile[]>
  saveTextFile(suggestedName: string, text: string, kind: 'sql' | 'text'): Promise<SavedFile>
  notify(title: string, body: string): Promise<void>
  /** Calls `away` when the computer goes to sleep and when its screen is locked, where the host is told; answers how to stop. */
  onAway(away: () => void): () => void
}
