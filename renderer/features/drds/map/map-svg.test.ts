import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { bigMap, nodesFrom } from './fixtures/sketched-map.ts'
import { layoutOf } from './map-layout.ts'
import { paintTokens, type Measure } from './map-marks.ts'
import { svgOf } from './map-svg.ts'
import type { NodeWords } from './map-words.ts'
import type { Palette } from './palette.ts'
import { sceneOf } from './scene.ts'

const palette: Palette = {
  paint: Object.fromEntries(paintTokens.map((token, at) => [token, `#0000${(10 + at).toString(16).padStart(2, '0')}`])) as Palette['paint'],
  fonts: { ui: 'Ours', mono: 'Ours Mono' },
}
const measure: Measure = (text, { size }) => text.length * size * 0.5
const words = (title: string): NodeWords => ({ title, second: title, status: { text: title, tone: 'danger' }, weight: null, below: null })
const layout = layoutOf(nodesFrom([[[{ open: true, tables: 1, rds: [{ shards: 1, replicas: 1 }], homeless: 1 }]]]))
const svg = (title: string) => svgOf(sceneOf(layout, () => words(title), measure, false), palette, { title, environment: title }, () => title)

test('whatever things are called, the file is well-formed and says it as it is called', () => {
  expect(XMLValidator.validate(svg(`<a & "b" 'c'> ]]>`))).toBe(true)
  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false })
  const title = `<a & "b">`
  expect(JSON.stringify(parser.parse(svg(title)))).toContain(JSON.stringify(title).slice(1, -1))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const file = svg(text)
    expect(XMLValidator.validate(file)).toBe(true)
    // oxlint-disable-next-line no-control-regex -- XML 1.0 knows none of them
    expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(file)).toBe(false)
    expect(file.isWellFormed()).toBe(true)
  }), { numRuns: 50 })
})

test('the file needs nothing else: no font of ours, no variable, no link', () => {
  const file = svg('shop')
  expect(file).not.toMatch(/Ours|var\(|href|url\(|<style|undefined|NaN/)
  expect(file).toMatch(/font-family="sans-serif"/)
  expect(file).toMatch(/fill="#0000/)
})

test('all nodes of a large map are in it, closed ones too', () => {
  const tree = nodesFrom(bigMap(16).map((region) => region.map((databases) => databases.map((one) => ({ ...one, open: false })))))
  const whole = layoutOf(tree, true)
  const file = svgOf(sceneOf(whole, () => words('x'), measure, false), palette, { title: 't', environment: 'e' }, ({ id }) => id)
  expect(whole.boxes.length).toBeGreaterThan(1_000)
  expect(file.split('<g transform').length - 2).toBe(whole.boxes.length)
  expect(file).toContain('<title>r0/i15/db2/rds:rm2/rr20</title>')
})
