import type { Dependencies } from './dependencies.ts'
import { leaveWelcome, showFailure } from './shell-actions.ts'

/** Opens the SQL files that the system handed over, and says what could not be opened. Call it once tabs are there. */
export async function openHandedFiles(dependencies: Dependencies): Promise<void> {
  const { opened, failures } = await dependencies.query.openHandedFiles()
  if (opened > 0) leaveWelcome(dependencies)
  for (const failure of failures) showFailure(failure)
}
