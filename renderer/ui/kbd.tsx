import { keyCaps, spokenKeys } from './shortcut.ts'
import styles from './kbd.module.css'

/** Shows a shortcut such as "Mod+Enter" in the platform's own signs. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.kbd}>
      <span className="visually-hidden">{spokenKeys(keys)}</span>
      {keyCaps(keys).map((cap) => (
        <kbd key={cap} aria-hidden="true">
          {cap}
        </kbd>
      ))}
    </span>
  )
}
