import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spellingNames, spellings } from '../../sandbox/spellings.ts'
import { Secret } from '../../vault/secret.ts'
import { maskOf } from './mask.ts'

const secret = ' a/b+c "d" <é>\'&=  密 '
const trimmed = secret.trim()
const token = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"iss":"maxscale","sub":"x"}').toString('base64url')}.Zm9vYmFyLXNpZ25hdHVyZS1vZi10b2tlbg`

describe('a secret that a server echoes', () => {
  const mask = maskOf([new Secret(secret)])
  it.each(spellingNames)('is masked where it is spelt %s', (name) => {
    // A text that others cut has nothing behind.
    const behind = name === 'cut' ? '' : ']. And more'
    expect(mask.text(`you sent [${spellings[name](trimmed)}${behind}`)).toMatch(/^you sent \[\[?\[secret\]\]?(?:\]\. And more)?$/)
  })

  it.each([
    ['with its blanks at the ends', secret],
    ['with its blanks made one', 'a/b+c "d" <é>\'&= 密'],
    ['with its last blanks as a form has them', String(new URLSearchParams({ s: secret })).slice(2)],
    ['in JSON that escapes what HTML means', JSON.stringify(trimmed).replaceAll('"', '&quot;').replaceAll('<', '&lt;')],
    ['in Basic of JSON', Buffer.from(JSON.stringify({ password: trimmed })).toString('base64')],
    ['in names of HTML', 'a&sol;b&plus;c&nbsp;&quot;d&quot; &lt;&eacute;&gt;&apos;&amp;&equals; 密'],
    ['in ASCII with question marks', 'a/b+c "d" <?>\'&=  ?'],
    ['read as GB18030', new TextDecoder('gb18030').decode(Buffer.from(trimmed))],
    ['in percent of GB18030', trimmed.replace('密', '%C3%DC')],
  ])('is masked %s', (_, echoed) => {
    expect(mask.text(`you sent [${echoed}].`)).toMatch(/^you sent \[(?:"|&quot;)?\[secret\](?:"|&quot;)?\]\.$/)
  })

  it('is found behind a blank that was written as a plus', () => {
    const shown = maskOf(['hushhush']).text(`auth=Basic+${Buffer.from('u:hushhush').toString('base64')}&x`)
    expect(shown).toBe('auth=[secret]&x')
  })

  it('is masked whatever it is, in every spelling and between any texts', () => {
    const texts = fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((text) => `${text} `)
    const secrets = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 24 }).filter((text) => text.isWellFormed() && !/\s/.test(text) && !text.includes('\0'))
    const names = fc.constantFrom(...spellingNames.filter((name) => name !== 'cut' && name !== 'htmlBare'))
    fc.assert(
      fc.property(secrets, names, texts, (any, name, before) => {
        const masked = maskOf([any]).text(`${before}${spellings[name](any)} end`)
        expect(masked).not.toContain(spellings[name](any))
        expect(masked).toContain('[secret]')
      }),
      { numRuns: 300, seed: 13 },
    )
  })
})

it('a token is masked whole, by its claims or its signature alone, and where nobody knows it yet', () => {
  const [, claims, signature] = token.split('.')
  const mask = maskOf([token])
  for (const text of [token, claims, signature, `${claims}.${signature}`]) expect(mask.text(`got ${text}`)).toBe('got [secret]')
  expect(maskOf(['hushhush']).text(`{"meta":{"jwt":"${token}"}}`)).toBe('{"meta":{"jwt":"[secret]"}}')
})

describe('a cut', () => {
  const mask = maskOf(['hush-hush-hush'])
  it('comes after masking, so that it leaves no half of a secret, whatever its place', () => {
    for (let most = 1; most < 40; most += 1) {
      const shown = mask.text(`the password was ${encodeURIComponent('hush-hush-hush')}${' behind'.repeat(100)}`, most)
      expect(shown).not.toMatch(/hus/)
      expect(shown.length).toBeLessThanOrEqual(most + 1)
    }
  })

  it('that another made leaves the beginning of a secret, which is masked from its half on', () => {
    expect(mask.text('the password was hush-hu')).toBe('the password was [secret]')
    expect(mask.text('the password was "hush-hu…"')).toBe('the password was "[secret]…"')
    expect(mask.text('the password was hush%2dhus%2')).toBe('the password was [secret]%2')
    expect(mask.text('hush, they said: hush')).toBe('hush, they said: hush')
    expect(maskOf(['Password2024!', 'Pass word+1']).text('InvalidPassword')).toBe('InvalidPassword')
  })

  it('is said of a text that became short by masking', () => {
    expect(mask.text(`${'hush-hush-hush'.repeat(100)}${'x'.repeat(2_000)}`, 1_000)).toMatch(/^(?:\[secret\])+…$/)
  })
})

describe('a secret of one to three letters', () => {
  const mask = maskOf(['ab', 'a'])
  it('stays in ordinary texts, which it would riddle', () => {
    expect(mask.text('a table of abacuses: ab is unknown')).toBe('a table of abacuses: ab is unknown')
    expect(maskOf(['pwd ']).text('a pwd')).toBe('a pwd')
  })

  it('is masked as a value: alone, in quotes, or behind the name of a secret', () => {
    expect(mask.text('ab')).toBe('[secret]')
    expect(mask.text('{"accessSecret":"ab"}')).toBe('{"accessSecret":"[secret]"}')
    expect(mask.text('?user=x&password=ab&y=1')).toBe('?user=x&password=[secret]&y=1')
    expect(mask.text("the password 'ab' is wrong, and so is pwd: a")).toBe("the password '[secret]' is wrong, and so is pwd: [secret]")
  })
})

it('takes no sign of a secret for a pattern, and no part of a number for one', () => {
  expect(maskOf(['a.bc']).text('aXbc. a.bc')).toBe('aXbc. [secret]')
  expect(maskOf(['(x)[y]{2}$^|?*']).text('(x)[y]{2}$^|?*')).toBe('[secret]')
  expect(maskOf(['hush1234']).text('order 1234567890123')).toBe('order 1234567890123')
})

it('leaves a text as it is where no secret is in it', () => {
  const changed = fc.check(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => maskOf(['Kq7-never-in-there-9Z']).text(text) === text), { seed: 13 })
  expect(changed.counterexample).toBeNull()
})

it('masks every text of a value, and numbers that are secrets', () => {
  const said = { text: 'hush 12345678', list: [{ id: 12_345_678, other: 7 }], bytes: new Uint8Array(2), none: null }
  expect(maskOf(['12345678']).all(said)).toEqual({ text: 'hush [secret]', list: [{ id: '[secret]', other: 7 }], bytes: new Uint8Array(2), none: null })
})

it('leaves the names that one works with where a secret is no more than such a name', () => {
  const servers = [{ name: 'mariadb-1', module: 'mariadbmon' }]
  expect(maskOf(['mariadb']).data(servers)).toEqual(servers)
  expect(maskOf(['mariadb']).all(servers)[0]?.name).toBe('[secret]-1')
  expect(maskOf(['Mariadb!']).data([{ name: 'Mariadb!' }])).toEqual([{ name: '[secret]' }])
})

it('takes about as much longer as there is more, whatever it is made of', () => {
  const mask = maskOf(['aaaaaaaaaaaaaaaaaaaaaaaaaaab', ' a b c d ', token])
  const odd = ['aaaa+/== &#x%25\\\\', 'eyJ', '=41', '0x61, ', '1,2,', "''", '<a ', 'aaaaaaaaaaaaaaaaaaaaaaaaaaa ']
  const time = (text: string): number => {
    const began = performance.now()
    mask.text(text, text.length)
    return performance.now() - began
  }
  for (const part of odd) {
    const [one, many] = [part.repeat(400), part.repeat(6_400)]
    time(one)
    // What grows with the square would take 256 times as long.
    expect(Math.min(time(many), time(many)) / Math.max(time(one), time(one), 1)).toBeLessThan(100)
  }
})
