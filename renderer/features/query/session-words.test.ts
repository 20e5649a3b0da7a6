// @vitest-environment jsdom
import { afterAll, beforeAll, expect, test } from 'vitest'
import i18next from 'i18next'
import { changeLocale, startI18n } from '../../i18n/i18n.ts'
import { holdingWords, lossWords } from './session-words.ts'

beforeAll(() => startI18n('zh-CN'))
afterAll(() => changeLocale('en'))

test('what a session held is a list in Chinese, too, not one long word', () => {
  expect(holdingWords(i18next.t, ['transaction', 'variables', 'temporaryTables'])).toBe('事务、变量、临时表')
})

test('no blank stands after a Chinese full stop', () => {
  expect(lossWords(i18next.t, { kind: 'lost', reason: 'connection', lost: ['locks'] })).toBe('与数据库的连接已断开。随之失效：锁。')
})
