import { unescaped } from './xml-text.ts'

/** An element without its namespaces: servers choose prefixes as they like. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Its own, without that of its children. */
  readonly text: string
}

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)/gy
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const DEEPEST = 200

/** The outermost element; null for what is no XML of the plain kind that programs send (documents with a DTD, for one). */
export function parseXml(text: string): XmlElement | null {
  const root = elementOf('', '')
  const open = [root]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)
    if (token === null || !take(open, token)) return null
  }
  return open.length === 1 && root.children.length === 1 ? (root.children[0] ?? null) : null
}

/** False when the token cannot stand there. */
function take(open: OpenElement[], token: RegExpExecArray): boolean {
  const top = open.at(-1)
  const [, literal, slash, name, inside = '', between] = token
  if (top === undefined || open.length > DEEPEST) return false
  if (name === undefined) top.text += literal ?? unescaped(between ?? '')
  else if (slash === '/') return open.length > 1 && open.pop()?.name === localName(name)
  else {
    const element = elementOf(localName(name), inside)
    top.children.push(element)
    if (!inside.endsWith('/')) open.push(element)
  }
  return true
}

const elementOf = (name: string, inside: string): OpenElement => ({
  ...{ name, attributes: attributesIn(inside), children: [], text: '' },
})

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', quoted, single = '']) => [
      localName(name),
      unescaped(quoted ?? single),
    ]),
  )
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name)
}
