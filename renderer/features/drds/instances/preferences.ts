/** What the instances of an account remember beyond the app's end; kept with the window's layout. */
export interface DrdsPreferences {
  /** '' where nothing was chosen yet. */
  regions: string
  hiddenColumns: string
  remember: (name: 'regions' | 'hiddenColumns', value: string) => void
}

/** The layout takes no longer texts. */
const LONGEST = 200

export const listOf = (text: string): string[] => text.split(',').filter(Boolean)

/** Undefined for what is too long to be kept: then the choice holds until the app ends. */
export function textOf(list: readonly string[]): string | undefined {
  const text = list.join(',')
  return text.length <= LONGEST ? text : undefined
}
