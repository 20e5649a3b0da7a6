import { expect, test } from 'vitest'
import { passwordProblem } from '../../../../shared/drds/constraints.ts'
import { generatePassword } from './generate-password.ts'

test('a generated password keeps the rules, has each kind of character and never comes twice', () => {
  const passwords = Array.from({ length: 500 }, generatePassword)
  expect(new Set(passwords).size).toBe(500)
  for (const password of passwords) {
    expect(passwordProblem(password)).toBeUndefined()
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[2-9])[a-zA-Z2-9]{20}$/)
  }
})
