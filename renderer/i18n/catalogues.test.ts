import { expect, test } from 'vitest'
import failuresEn from '../../shared/i18n/failures.en.json' with { type: 'json' }
import failuresZh from '../../shared/i18n/failures.zh-CN.json' with { type: 'json' }
import hostEn from '../../shared/i18n/host.en.json' with { type: 'json' }
import hostZh from '../../shared/i18n/host.zh-CN.json' with { type: 'json' }
import noticesEn from '../../shared/i18n/notices.en.json' with { type: 'json' }
import noticesZh from '../../shared/i18n/notices.zh-CN.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

/** Flattens a catalogue to "a.b.c" → text. */
function texts(node: object, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(node)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') found.set(here, value)
    else for (const [inner, text] of texts(value as object, here)) found.set(inner, text)
  }
  return found
}

/** Chinese has one plural form, English two; both spell the same key. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '')
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name))].sort()

const pairs = [
  ['the app', texts(en), texts(zhCN)],
  ['failures', texts(failuresEn), texts(failuresZh)],
] as const

test.each(pairs)('%s: Chinese has every key that English has, and no other', (_, english, chinese) => {
  const keys = (catalogue: Map<string, string>) => [...new Set([...catalogue.keys()].map(withoutPlural))].sort()
  expect(keys(chinese)).toEqual(keys(english))
})

test.each(pairs)('%s: a text has the same placeholders in both languages', (_, english, chinese) => {
  for (const [key, text] of chinese) {
    const counterpart = english.get(key) ?? english.get(`${withoutPlural(key)}_other`)
    expect({ key, placeholders: placeholders(text) }).toEqual({ key, placeholders: placeholders(counterpart ?? '') })
  }
})

test.each(pairs)('%s: no text is empty', (_, english, chinese) => {
  expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([])
})

const hosts = [
  ['hosts', texts(hostEn), texts(hostZh)],
  ['notices', texts(noticesEn), texts(noticesZh)],
] as const

test.each([...pairs, ...hosts])('%s: a blank stands between Chinese and Latin letters or digits, filled-in ones too, and nowhere else', (_, __, chinese) => {
  // These are filled with Chinese, or with what brings its own quotes.
  const words = /\{\{(label|age|verb|holdings|lost|linked|own|reason|loss|problem|of)\}\}/g
  const crowded = /\p{Script=Han}[A-Za-z0-9{]|[A-Za-z0-9}]\p{Script=Han}/u
  const doubled = /\p{Script=Han} \p{Script=Han}|[，。：；、？！“（] |(?<![A-Za-z0-9]) [，。：；、？！”）]/u
  const wrong = [...chinese].flatMap(([key, text]) => {
    const filled = text.replaceAll(/\$t\([^)]*\)/g, '字').replaceAll(words, '字')
    // Columns of a terminal's help are set with blanks.
    return crowded.test(filled) || (!key.endsWith('usage') && doubled.test(filled)) ? [[key, text]] : []
  })
  expect(wrong).toEqual([])
})

test.each([...pairs, ...hosts])('%s: one word a thing, in both languages', (_, english, chinese) => {
  const stale = [
    /应答|答复|口令|保管库|(?<!加密|为)密钥|凭证|审计日志|监控器|拆分方式|升降级|厂商|服务器原文|RequestId|HostId|账户|[其个各]标签(?!页)/u,
    /\b(server's words|present (?:password|one)|vendor|anew|no more|request inspector|audit log|RequestId|HostId|encoding)\b/i,
    / …/,
  ]
  const found = [...english, ...chinese].filter(([key, text]) => !key.endsWith('usage') && stale.some((words) => words.test(text.replaceAll(/\{\{\w+/g, '{{'))))
  expect(found).toEqual([])
})

test('a button or page that a text names is called so on the screen', () => {
  for (const [app, ...catalogues] of [
    [texts(en), texts(en), texts(failuresEn), texts(noticesEn)],
    [texts(zhCN), texts(zhCN), texts(failuresZh), texts(noticesZh)],
  ] as const) {
    const labels = new Set(app.values())
    const quoted = catalogues.flatMap((catalogue) => [...catalogue].flatMap(([key, text]) => [...text.matchAll(/“([^“”{]+)”/g)].map(([, name = '']) => [key, name])))
    expect(quoted.filter(([, name = '']) => !labels.has(name) && !app.has(/^\$t\((.*)\)$/.exec(name)?.[1] ?? ''))).toEqual([])
  }
})

test('no text is left over that nothing shows', () => {
  const files = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.*'], { query: '?raw', import: 'default', eager: true })
  const source = Object.values(files).join('\n')
  // `a.${b}.c` in the source shows every key of that form.
  const templates = [...source.matchAll(/`(\w[\w.]*\.\$\{[^`]*)`/g)].map(
    ([, template = '']) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w.-]+')}$`),
  )
  const unused = [...texts(en).keys()]
    .map(withoutPlural)
    .filter((key) => !source.includes(`'${key}'`) && !templates.some((template) => template.test(key)))
  expect(unused).toEqual([])
})
