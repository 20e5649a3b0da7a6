import { useReducer, useState } from 'react'
import type { DrdsChange } from '../../../../shared/model/drds-change.ts'

/**
 * A password as it is typed. Nothing else of the page holds it, neither a state nor a change that waits for its plan, so
 * that it is gone when the box is emptied.
 */
export interface PasswordBox {
  readonly text: string
  write(text: string): void
}

export function usePasswordBox(): PasswordBox {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [box] = useState(() => createPasswordBox(redraw))
  return box
}

export function createPasswordBox(onWrite: () => void = () => undefined): PasswordBox {
  let held = ''
  return {
    get text() {
      return held
    },
    write(text) {
      held = text
      onWrite()
    },
  }
}

/** What a change is sent with, by the fields that it has for them. */
export type TypedPasswords = Partial<Record<'password' | 'oldPassword', PasswordBox>>

/** The change with what was typed for it. */
export function withPasswords(change: DrdsChange, { password, oldPassword }: TypedPasswords): DrdsChange {
  switch (change.kind) {
    case 'createDatabase':
    case 'resetPassword':
    case 'createReadOnlyAccount':
      return { ...change, password: password?.text ?? '' }
    case 'changeReadOnlyPassword':
      return { ...change, oldPassword: oldPassword?.text ?? '', password: password?.text ?? '' }
    default:
      return change
  }
}

const boxesOf = ({ password, oldPassword }: TypedPasswords): PasswordBox[] => [password, oldPassword].filter((box) => box !== undefined)

/** After they were sent: they are main's now. */
export function empty(passwords: TypedPasswords): void {
  for (const box of boxesOf(passwords)) box.write('')
}

/** They were sent, and are not here any more. */
export const areGone = (passwords: TypedPasswords): boolean => boxesOf(passwords).some(({ text }) => text === '')
