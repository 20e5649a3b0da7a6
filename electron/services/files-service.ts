import type { Handlers } from '../../shared/contract/contract.ts'
import type { Platform } from '../platform/platform.ts'

export const createFilesService = (platform: Platform): Handlers['files'] => ({
  openSql: () => platform.openTextFile(),
  takeHanded: () => platform.takeHandedFiles(),
  saveText: ({ suggestedName, text, kind }) => platform.saveTextFile(suggestedName, text, kind),
})
