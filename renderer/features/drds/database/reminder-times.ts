/** When somebody wants to be reminded that a full-table scan is on. */
export const reminderChoices = ['none', 'quarter', 'hour', 'fourHours', 'tomorrow'] as const
export type ReminderChoice = (typeof reminderChoices)[number]

/** Minutes from now; tomorrow is nine in the morning, local time. */
export function minutesUntil(choice: ReminderChoice, now = new Date()): number | null {
  if (choice === 'none') return null
  if (choice === 'quarter') return 15
  if (choice === 'hour') return 60
  if (choice === 'fourHours') return 240
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9)
  return Math.ceil((morning.getTime() - now.getTime()) / 60_000)
}
