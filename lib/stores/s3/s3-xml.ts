import { unescaped } from '../remote/xml-text.ts'

/** S3's answers are flat lists without attributes that matter: two questions are enough to read them. */

/** The contents of every element of that name, in order; elements of one name are never nested here. */
export function elementsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, content = '']) => content,
  )
}

/** The text of the first element of that name; empty when there is none. */
export function textIn(xml: string, name: string): string {
  return unescaped(elementsOf(xml, name)[0] ?? '')
}
