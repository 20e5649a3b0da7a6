import { expect, it } from 'vitest'
import { judgePassphrase } from './judge-passphrase.ts'

it.each([
  ['', 'passphrase.tooShort'],
  ['x9$kQ2!', 'passphrase.tooShort'],
  ['山高水长路远', 'passphrase.tooShort'],
  ['🐘🐘🐘🐘', 'passphrase.tooShort'],
  ['password', 'passphrase.common'],
  ['Password1', 'passphrase.common'],
  ['P@ssw0rd!', 'passphrase.common'],
  ['ｐａｓｓｗｏｒｄ', 'passphrase.common'],
  ['iloveyou123', 'passphrase.common'],
  ['woaini1314520', 'passphrase.common'],
  ['tessera1', 'passphrase.common'],
  ['MaxScale!', 'passphrase.common'],
  ['我爱你我的密码', 'passphrase.tooShort'],
  ['好好学习天天向上', 'passphrase.common'],
  ['haohaoxuexi2024', 'passphrase.common'],
  ['aaaaaaaaaaaa', 'passphrase.repeats'],
  ['abcabcabcabc', 'passphrase.repeats'],
  ['密码密码密码密码', 'passphrase.repeats'],
  ['        ', 'passphrase.repeats'],
  ['abcdefghijklm', 'passphrase.row'],
  ['98765432101', 'passphrase.row'],
  ['一二三四五六七八', 'passphrase.common'],
  ['2001-02-03', 'passphrase.date'],
  ['19990101', 'passphrase.date'],
  ['jk3!fq9z', 'passphrase.guessable'],
] as const)('%j is refused with a reason that helps: %s', (passphrase, problem) => {
  expect(judgePassphrase(passphrase)).toBe(problem)
})

it.each([
  'four words are better', 'correct horse battery', 'x9$kQ2!vLm7', '绿茶配饼干真好吃', '今天天气很好我们去爬山', 'Zoë likes café au lait', 'кот ест вчерашний снег',
  '冷たい水と古い本棚', 'lüchapeibinggan8', '🐘 rides a 🚲 to school',
])('%s is let through', (passphrase) => {
  expect(judgePassphrase(passphrase)).toBeNull()
})

it('a thousand letters are judged by their first hundred, at once', () => {
  expect(judgePassphrase('a'.repeat(1_024))).toBe('passphrase.repeats')
  expect(judgePassphrase('four words are better '.repeat(46))).toBeNull()
})
