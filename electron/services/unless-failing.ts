import { FailureError } from '../../shared/model/failure.ts'

/** What the work answers; undefined where it fails and one can go on without it. Defects are thrown. */
export async function unlessFailing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FailureError) return undefined
    throw error
  }
}
