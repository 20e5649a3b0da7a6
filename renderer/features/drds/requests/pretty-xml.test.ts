import { expect, test } from 'vitest'
import { prettyXml } from './pretty-xml.ts'

test('elements stand on lines of their own, a leaf with its text on one', () => {
  expect(prettyXml('<?xml version="1.0"?><R><Id>1</Id><L><I a="b &gt; c">x &amp; y</I><E/><N></N></L></R>')).toBe(
    ['<?xml version="1.0"?>', '<R>', '  <Id>1</Id>', '  <L>', '    <I a="b &gt; c">x &amp; y</I>', '    <E/>', '    <N></N>', '  </L>', '</R>'].join('\n'),
  )
})

test('text and entities stay as the server wrote them', () => {
  expect(prettyXml('<a>  two  &#10; </a>')).toBe('<a>  two  &#10; </a>')
})

test.each(['<a><b></a>', '<a>', 'no markup', '', '</a>', '<html><br></html>'])('what is not well-formed comes back as it is: %s', (text) => {
  expect(prettyXml(text)).toBe(text)
})
