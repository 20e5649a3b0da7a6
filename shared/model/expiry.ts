/** Until when secrets are good, by calendar: what a person noted from the console or from whoever granted access. */
import type { ConnectionSettings, SecretName } from './connection.ts'

/** A later one is more urgent. */
export const expirySteps = ['soon', 'verySoon', 'expired'] as const
export type ExpiryStep = (typeof expirySteps)[number]

export interface Expiry {
  secret: SecretName
  /** The last day on which it is good, `2026-12-31`. */
  on: string
  /** Days from today to that day; negative once it has passed. */
  days: number
  step: ExpiryStep
}

/** How many days before the last one a step begins. */
const soonDays = 14
const verySoonDays = 3

/** Those of a connection that are worth a warning on that day, the most urgent first. Pure. */
export function expiriesOf({ expires = {} }: Pick<ConnectionSettings, 'expires'>, today: string): Expiry[] {
  const found: Expiry[] = []
  for (const [name, on] of Object.entries(expires)) {
    const days = daysBetween(today, on)
    if (days <= soonDays) found.push({ secret: name as SecretName, on, days, step: days < 0 ? 'expired' : days <= verySoonDays ? 'verySoon' : 'soon' })
  }
  return found.sort((one, other) => one.days - other.days)
}

/** Whether a warning that was dismissed, as `dismissalOf` wrote it, keeps this one quiet: until the next step, or another date. */
export function isDismissed({ on, step }: Expiry, dismissed: unknown): boolean {
  if (typeof dismissed !== 'string') return false
  const [day, said = ''] = dismissed.split(' ')
  return day === on && expirySteps.findIndex((one) => one === said) >= expirySteps.indexOf(step)
}

export const dismissalOf = ({ on, step }: Expiry): string => `${on} ${step}`

/** The day as the person's own calendar has it. */
export const calendarDay = (time: Date): string =>
  [String(time.getFullYear()).padStart(4, '0'), String(time.getMonth() + 1).padStart(2, '0'), String(time.getDate()).padStart(2, '0')].join('-')

/** Whole days, whatever the zone's clocks do between them. */
const daysBetween = (one: string, other: string): number => Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / 86_400_000)
