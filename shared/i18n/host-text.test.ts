import { expect, it } from 'vitest'
import { describeNotice } from './describe-notice.ts'
import en from './host.en.json' with { type: 'json' }
import zhCN from './host.zh-CN.json' with { type: 'json' }
import { hostText } from './host-text.ts'
import { localeOfTag } from './locale.ts'
import noticesEn from './notices.en.json' with { type: 'json' }
import noticesZhCN from './notices.zh-CN.json' with { type: 'json' }

const names = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

it.each([
  ['hosts', en, zhCN],
  ['notices', noticesEn, noticesZhCN],
])('texts of %s are the same in both languages, parameters included', (_name, english, chinese) => {
  const translated: Record<string, string> = chinese
  expect(Object.keys(translated)).toEqual(Object.keys(english))
  for (const [key, text] of Object.entries(english)) expect([key, names(translated[key] ?? '')]).toEqual([key, names(text)])
})

it('fills what it is given and leaves the rest to be seen', () => {
  expect(hostText('en', 'serve.open', { url: 'http://x' })).toBe('Tessera is open at http://x')
  expect(describeNotice({ level: 'info', code: 'limitAdded', params: {} }, 'zh-CN')).toContain('{{limit}}')
})

it('groups the digits of counts, but not those of a LIMIT that was sent', () => {
  expect(describeNotice({ level: 'warning', code: 'capHit', params: { limit: 100_000 } }, 'en')).toContain('100,000 rows')
  expect(describeNotice({ level: 'info', code: 'limitAdded', params: { limit: 3000 } }, 'en')).toContain('LIMIT 3000')
})

it.each([
  ['zh_CN.UTF-8', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['zha', 'en'],
  ['C', 'en'],
  ['en_US.UTF-8', 'en'],
  ['de_DE', 'en'],
])('the system’s %s means %s', (tag, locale) => {
  expect(localeOfTag(tag)).toBe(locale)
})
