import type { Handlers } from '../../shared/contract/contract.ts'
import type { WorkspaceRepository } from '../storage/workspace-repository.ts'

export const createWorkspaceService = (repository: WorkspaceRepository): Handlers['workspace'] => ({
  load: () => repository.load(),
  save(workspace) {
    repository.save(workspace)
    return null
  },
  typed(edit) {
    repository.typed(edit)
    return null
  },
})
