import { expect, test } from 'vitest'
import { escaped } from '../remote/xml-text.ts'
import { elementsOf, textIn } from './s3-xml.ts'

test('lists and texts are read, with attributes and entities', () => {
  const xml =
    '<L xmlns="x"><Part><ETag>&quot;a&amp;b&#39;&#x41;&quot;</ETag></Part><Part><ETag>c</ETag></Part></L>'
  expect(elementsOf(xml, 'Part').map((part) => textIn(part, 'ETag'))).toEqual(['"a&b\'A"', 'c'])
  expect(textIn(xml, 'Absent')).toBe('')
})

test('an element whose name only begins alike is another', () => {
  expect(textIn('<KeyCount>1</KeyCount><Key>k</Key>', 'Key')).toBe('k')
})

test('what is escaped reads back', () => {
  expect(textIn(`<a>${escaped('<"&">')}</a>`, 'a')).toBe('<"&">')
})
