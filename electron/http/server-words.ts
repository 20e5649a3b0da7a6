import { hideSecrets } from './redact.ts'

/** A database's own messages have 512 bytes at most; a rule's may quote the statement. */
const SHOWN = 8_192
/** So much is looked through for secrets, which are hidden before anything is cut to what is shown. */
const READ = 65_536

/** A server's message as it may be shown and passed on: without the secrets, and no longer than a person reads. */
export const serverWords = (text: string, secrets: readonly string[]): string => shortened(hideSecrets(text.slice(0, READ), secrets))

/** At most what is shown of a message or a list of names, with an ellipsis where it was cut. */
export const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text)
