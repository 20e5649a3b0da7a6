import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { instanceKey } from '../arrange-instances.ts'

/** DescribeDrdsDBs answers for one instance a call, and an account's calls are limited. */
const AT_ONCE = 4
/** Answers of so many milliseconds are shown together: drawing a table for each would take longer than reading them. */
const GATHERED_MS = 80

interface ReaderParts {
  read: (instance: DrdsInstance) => Promise<Result<DrdsDatabase[]>>
  show: (answers: Record<string, DrdsDatabase[] | null>) => void
}

export interface DatabaseReader {
  /** Reads the databases of these instances after those that are waited for. */
  want: (instances: readonly DrdsInstance[]) => void
}

/** Reads the databases of many instances, a few at once, and shows them as they come. */
export function createDatabaseReader({ read, show }: ReaderParts): DatabaseReader {
  const waiting = new Map<string, DrdsInstance>()
  let running = 0
  let gathered: Record<string, DrdsDatabase[] | null> = {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function gather(key: string, databases: DrdsDatabase[] | null) {
    gathered[key] = databases
    timer ??= setTimeout(() => {
      const answers = gathered
      gathered = {}
      timer = undefined
      show(answers)
    }, GATHERED_MS)
  }

  async function work() {
    running += 1
    for (const [key, instance] of waiting) {
      waiting.delete(key)
      const result = await read(instance)
      gather(key, result.ok ? result.value : null)
    }
    running -= 1
  }

  return {
    want(instances) {
      for (const instance of instances) waiting.set(instanceKey(instance), instance)
      while (running < AT_ONCE && waiting.size > 0) void work()
    },
  }
}
