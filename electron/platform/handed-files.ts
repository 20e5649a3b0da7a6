/** Paths that wait until a window takes them. */
export interface HandedFiles {
  add(paths: readonly string[]): void
  /** All of them, once. */
  take(): string[]
  /** Whom to tell that some wait. */
  onAdded(listener: () => void): void
}

export function createHandedFiles(): HandedFiles {
  let paths: string[] = []
  let tell = () => {}
  return {
    add(more) {
      if (more.length === 0) return
      paths.push(...more)
      tell()
    },
    take() {
      const taken = paths
      paths = []
      return taken
    },
    onAdded: (listener) => void (tell = listener),
  }
}
