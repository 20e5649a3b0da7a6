/** JSON of a row; undefined where it is none. SQLite's `json_valid` lets pass what JSON.parse does not, such as a zero byte behind it. */
export function jsonOf(stored: unknown): unknown {
  try {
    return JSON.parse(String(stored))
  } catch {
    return undefined
  }
}
