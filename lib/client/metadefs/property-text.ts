import type { Properties } from './property-rows.ts'

export const TEXT_FORMS = ['lines', 'json'] as const
export type TextForm = (typeof TEXT_FORMS)[number]

export type TextReading =
  | { readonly isValid: true; readonly properties: Properties }
  | { readonly isValid: false; readonly message: string }

/** The properties as text to edit, copy and paste. */
export function writeProperties(properties: Properties, form: TextForm): string {
  const entries = Object.entries(properties)
  if (form === 'json') return JSON.stringify(Object.fromEntries(entries), null, 2)
  return entries
    .map(([key, text]) => `${quoted(key, /[=\s"]|^#|^-/)}=${quoted(text, /^[\s"]|[\n\r]|[\s\\]$/)}`)
    .join('\n')
}

function quoted(text: string, needsQuotes: RegExp): string {
  return text === '' || !needsQuotes.test(text) ? text : JSON.stringify(text)
}

export function readProperties(text: string, form: TextForm): TextReading {
  return form === 'json' ? readJson(text) : readLines(text)
}

function readJson(text: string): TextReading {
  if (text.trim() === '') return { isValid: true, properties: {} }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return invalid('A JSON object is needed: {"key": "value"}.')
  const other = Object.entries(value).find(([, each]) => typeof each === 'object')
  if (other !== undefined) return invalid(`The value of ${other[0]} must be text.`)
  return {
    isValid: true,
    properties: Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)])),
  }
}

// `key=value`; either can stand in quotes, as JSON writes text.
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"'
const LINE = new RegExp(`^(?<key>${QUOTED}|[^=]*)=(?<text>.*)$`, 's')

/** One property a line. Lines of a command (`--property key=value`) are read, too; `#` begins a remark. */
function readLines(text: string): TextReading {
  const entries: [string, string][] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/^\s*(?:--property\s+)?/, '').replace(/\s*\\$/, '')
    if (content === '' || content.startsWith('#')) continue
    const { key = '', text: value } = LINE.exec(content)?.groups ?? {}
    const [name, read] = [unquoted(key.trim()), value === undefined ? undefined : unquoted(value)]
    if (name === undefined || name === '' || read === undefined)
      return invalid(`Line ${index + 1} is not like key=value.`)
    if (entries.some(([other]) => other === name)) return invalid(`Line ${index + 1}: ${name} stands twice.`)
    entries.push([name, read])
  }
  return { isValid: true, properties: Object.fromEntries(entries) }
}

function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

function invalid(message: string): TextReading {
  return { isValid: false, message }
}
