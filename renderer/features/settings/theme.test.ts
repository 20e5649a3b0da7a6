import { expect, test } from 'vitest'
import { localeFor } from '../../i18n/i18n.ts'
import { themeFor } from './theme.ts'

test('a chosen theme stands, whatever the system says', () => {
  expect(themeFor('light', () => true)).toBe('light')
})

test('the system’s wish for contrast goes before its colour scheme', () => {
  expect(themeFor('system', () => true)).toBe('contrast')
  expect(themeFor('system', (query) => query.includes('color-scheme: dark'))).toBe('dark')
  expect(themeFor('system', () => false)).toBe('light')
})

test('the first language of the system that there is a catalogue for is taken', () => {
  expect(localeFor('system', ['fr-FR', 'zh-TW', 'en-US'])).toBe('zh-CN')
  expect(localeFor('system', ['en-GB', 'zh-CN'])).toBe('en')
  expect(localeFor('system', ['de'])).toBe('en')
  expect(localeFor('zh-CN', ['en'])).toBe('zh-CN')
})
