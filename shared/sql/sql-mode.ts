/** What a server's sql_mode changes in the reading of a text. The mode is as `@@sql_mode` answers it; undefined where it is not known. */

export interface LexicalReading {
  /** A backslash in a string takes the character behind it along; false under NO_BACKSLASH_ESCAPES. */
  escapes: boolean
  /** "…" is a name, in which a backslash is a plain character, rather than a string. */
  ansiQuotes: boolean
}

/** What servers read unless they are told otherwise. */
export const defaultReading: LexicalReading = { escapes: true, ansiQuotes: false }

/** One reading where the mode is known; every one where it is not, the default first. */
export function readingsOf(sqlMode?: string): readonly LexicalReading[] {
  return sqlMode === undefined ? everyReading : [{ escapes: !hasMode(sqlMode, 'NO_BACKSLASH_ESCAPES'), ansiQuotes: isAnsi(sqlMode) }]
}

/** Whether a reading may see another text than the default does. */
export const mayDiffer = (sql: string, { escapes, ansiQuotes }: LexicalReading): boolean =>
  (escapes || sql.includes('\\')) && (!ansiQuotes || sql.includes('"'))

/** Whether the mode holds a flag, which is written in capitals; false where the mode is not known. */
export const hasMode = (sqlMode: string | undefined, flag: string): boolean =>
  sqlMode !== undefined && sqlMode.toUpperCase().split(',').some((one) => one.trim() === flag)

const everyReading: readonly LexicalReading[] = [
  defaultReading,
  { escapes: false, ansiQuotes: false },
  { escapes: true, ansiQuotes: true },
  { escapes: false, ansiQuotes: true },
]

/** Modes that bring ANSI_QUOTES along; @@sql_mode lists it besides, what a person writes behind SET does not. */
const ansiModes = ['ANSI_QUOTES', 'ANSI', 'DB2', 'MAXDB', 'MSSQL', 'ORACLE', 'POSTGRESQL']

const isAnsi = (sqlMode: string): boolean => ansiModes.some((mode) => hasMode(sqlMode, mode))
