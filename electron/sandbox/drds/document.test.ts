import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { commonStyle, inStyle, writeDocument } from './document.ts'

const list = { RequestId: 'R', Success: true, Data: { Instance: [{ Status: '0', Vips: { Vip: [] } }, { Status: '6', Vips: { Vip: [{ IP: '1' }] } }] } }

test('XML repeats an element for each item and names the root', () => {
  expect(writeDocument('XML', 'XResponse', list).body).toBe(
    '<?xml version="1.0" encoding="UTF-8" ?><XResponse><RequestId>R</RequestId><Success>true</Success><Data>' +
      '<Instance><Status>0</Status><Vips></Vips></Instance>' +
      '<Instance><Status>6</Status><Vips><Vip><IP>1</IP></Vip></Vips></Instance></Data></XResponse>',
  )
})

test('XML text survives markup, Chinese, emoji and line ends, and loses what XML cannot write', () => {
  const text = 'a < b && "c" > \'d\' ]]> 生产 🛒\r\n'
  const { body } = writeDocument('XML', 'R', { Text: `${text}\u0001` })
  const parsed = new XMLParser({ trimValues: false, processEntities: { enabled: true }, htmlEntities: true }).parse(body) as { R: { Text: string } }
  expect(parsed.R.Text).toBe(text)
})

test('JSON keeps the nested lists', () => {
  expect(JSON.parse(writeDocument('JSON', 'XResponse', list).body)).toEqual(list)
})

test('the same answer can be asked for with bare lists, Success as text and Status as a number', () => {
  expect(inStyle(list, commonStyle)).toEqual(list)
  expect(inStyle(list, { lists: 'bare', success: 'text', status: 'number' })).toEqual({
    RequestId: 'R',
    Success: 'true',
    Data: [{ Status: 0, Vips: [] }, { Status: 6, Vips: [{ IP: '1' }] }],
  })
})
