import { expect, test } from 'vitest'
import failuresEn from '../../shared/i18n/failures.en.json' with { type: 'json' }
import failuresZh from '../../shared/i18n/failures.zh-CN.json' with { type: 'json' }
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
