import { expect, test } from 'vitest'
import { childOf, parseXml } from './xml-tree.ts'

test('elements and attributes are known by their local names, whatever the prefixes', () => {
  const tree = parseXml(
    '<?xml version="1.0"?>\n<s:Body xmlns:s="x"><!-- - --><Fault x:type=\'A&amp;B\' y="&quot;>"/><v:val a:type="T">1<b/>2 &lt;</v:val></s:Body>\n',
  )
  expect(tree?.name).toBe('Body')
  expect(childOf(tree ?? undefined, 'Fault')?.attributes).toEqual({ type: 'A&B', y: '">' })
  expect(childOf(tree ?? undefined, 'val')).toMatchObject({ text: '12 <', attributes: { type: 'T' } })
  expect(childOf(tree ?? undefined, 'absent')).toBeUndefined()
})

test('text is taken literally where it says so', () => {
  expect(parseXml('<a><![CDATA[<b>&amp;]]></a>')?.text).toBe('<b>&amp;')
})

test.each([
  'no markup',
  '',
  '<a>',
  '<a></b>',
  '</a>',
  '<a/><b/>',
  '<a',
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  '<html><br></html>',
  '<a>'.repeat(500),
])('%j is no answer', (text) => {
  expect(parseXml(text)).toBeNull()
})
