/** Runs tasks side by side, at most `limit` at a time; urgent ones before those that wait. */
export function createPool(limit: number) {
  const waiting: (() => Promise<void>)[] = []
  let running = 0
  const next = () => {
    while (running < limit) {
      const task = waiting.shift()
      if (!task) return
      running += 1
      void task().finally(() => {
        running -= 1
        next()
      })
    }
  }
  return {
    run(task: () => Promise<void>, urgent = false): void {
      if (urgent) waiting.unshift(task)
      else waiting.push(task)
      next()
    },
    /** Forgets what waits; what runs goes on. */
    clear(): void {
      waiting.length = 0
    },
  }
}
export type Pool = ReturnType<typeof createPool>
