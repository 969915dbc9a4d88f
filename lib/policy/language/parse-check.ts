import { didYouMean } from './closest-name.ts'
import { CREDENTIAL_NAMES, isCredential } from './credentials.ts'
import { type Parsed, parsed, unparsed } from './problem.ts'
import { ALWAYS, BARE_CONSTANT, NEVER, type Rule, type Template, type TemplatePart } from './rule-tree.ts'

/**
 * One check: `@`, `!`, `rule:x`, `role:x`, `credential:text` or `constant:text`.
 * @param column Where the check stands in its rule, for the messages.
 */
export function parseCheck(text: string, column: number): Parsed<Rule> {
  if (text === '@') return parsed(ALWAYS)
  if (text === '!') return parsed(NEVER)
  const quote = text[0]
  if (quote === "'" || quote === '"') return parseQuoted(text, quote, column)
  const colon = text.indexOf(':')
  if (colon === -1) {
    return unparsed(column, `“${text}” is no check: write kind:value, such as role:member, or @ or !.`)
  }
  return parsePlain(text.slice(0, colon), text.slice(colon + 1), column)
}

function parseQuoted(text: string, quote: string, column: number): Parsed<Rule> {
  const end = text.indexOf(quote, 1)
  if (end === -1) return unparsed(column, `The quote is not closed; a quoted constant has no blanks inside.`)
  const constant = text.slice(1, end)
  if (text[end + 1] !== ':') {
    return unparsed(
      column,
      `After ${text.slice(0, end + 1)} comes a colon and what to compare with: ${text.slice(0, end + 1)}:%(name)s.`,
    )
  }
  if (constant.includes('\\'))
    return unparsed(column, 'Backslashes are not allowed in a quoted constant: leave them out.')
  return constantCheck(constant, text.slice(end + 2), column + end + 2)
}

function constantCheck(constant: string, text: string, column: number): Parsed<Rule> {
  const value = parseTemplate(text, column)
  return value.ok ? parsed({ kind: 'constant', constant, value: value.value }) : value
}

function parsePlain(kind: string, text: string, column: number): Parsed<Rule> {
  const textColumn = column + kind.length + 1
  if (kind === 'rule') {
    return text === ''
      ? unparsed(textColumn, 'After rule: comes the name of a rule.')
      : parsed({ kind: 'rule', name: text })
  }
  if (kind === 'http' || kind === 'https') {
    return unparsed(
      column,
      `Checks that ask another server (${kind}:) are not supported: say it with roles and attributes.`,
    )
  }
  if (BARE_CONSTANT.test(kind)) return constantCheck(kind, text, textColumn)
  const value = parseTemplate(text, textColumn)
  if (!value.ok) return value
  if (kind === 'role') return roleCheck(value.value, textColumn)
  if (isCredential(kind)) return parsed({ kind: 'credential', credential: kind, value: value.value })
  return unparsed(column, unknownKind(kind))
}

function roleCheck(role: Template, column: number): Parsed<Rule> {
  return role.length === 0
    ? unparsed(column, 'After role: comes the name of a role.')
    : parsed({ kind: 'role', role })
}

function unknownKind(kind: string): string {
  const known = ['role', 'rule', ...CREDENTIAL_NAMES]
  const guess = didYouMean(kind, known)
  return `“${kind}” is not known of a caller, so the check could never hold.${guess} Known are ${known.join(', ')}; put quotes around a constant.`
}

/** `%(name)s` is a hole, `%%` is a percent sign; oslo's language has no other formats that make sense here. */
function parseTemplate(text: string, column: number): Parsed<Template> {
  const parts: TemplatePart[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '%') {
      plain += text[at++]
    } else if (text[at + 1] === '%') {
      plain += '%'
      at += 2
    } else {
      const hole = /^%\(([^()%]+)\)s/.exec(text.slice(at))
      if (hole === null)
        return unparsed(column + at, 'A target attribute is written %(name)s, a percent sign %%.')
      if (plain !== '') parts.push(plain)
      parts.push({ attribute: hole[1] ?? '' })
      plain = ''
      at += hole[0].length
    }
  }
  if (plain !== '') parts.push(plain)
  return parsed(parts)
}
