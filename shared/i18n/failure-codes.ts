import type en from './failures.en.json'

/** Every failure that can be shown; the English catalogue is the list, the Chinese one must match it (a test). */
export type FailureCode = keyof typeof en
