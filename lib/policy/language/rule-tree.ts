/** Text with holes that the target's attributes fill: `%(owner)s`. */
export type Template = readonly TemplatePart[]
export type TemplatePart = string | { readonly attribute: string }

/** One rule of the policy language (oslo.policy), as a tree. */
export type Rule =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  /** `rule:name`: whatever the rule of that name says. */
  | { readonly kind: 'rule'; readonly name: string }
  /** `role:name`: the caller has the role, in whatever case. */
  | { readonly kind: 'role'; readonly role: Template }
  /** `project_id:%(owner)s`: something known of the caller equals the text. */
  | { readonly kind: 'credential'; readonly credential: string; readonly value: Template }
  /** `'public':%(visibility)s`: a constant equals the text. */
  | { readonly kind: 'constant'; readonly constant: string; readonly value: Template }
  | { readonly kind: 'not'; readonly rule: Rule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] }

export const ALWAYS: Rule = { kind: 'always' }
export const NEVER: Rule = { kind: 'never' }

/** Constants that are written without quotes. */
export const BARE_CONSTANT = /^(?:True|False|None|-?(?:0|[1-9]\d*))$/

/** The rule in the language; parsing it gives the same tree. */
export function printRule(rule: Rule): string {
  switch (rule.kind) {
    case 'always':
      return '@'
    case 'never':
      return '!'
    case 'rule':
      return `rule:${rule.name}`
    case 'role':
      return `role:${printTemplate(rule.role)}`
    case 'credential':
      return `${rule.credential}:${printTemplate(rule.value)}`
    case 'constant':
      return `${printConstant(rule.constant)}:${printTemplate(rule.value)}`
    case 'not':
      return `not ${printInner(rule.rule)}`
    default:
      return rule.rules.map(printInner).join(` ${rule.kind} `)
  }
}

function printInner(rule: Rule): string {
  return rule.kind === 'and' || rule.kind === 'or' ? `(${printRule(rule)})` : printRule(rule)
}

function printTemplate(template: Template): string {
  return template
    .map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : `%(${part.attribute})s`))
    .join('')
}

function printConstant(constant: string): string {
  if (BARE_CONSTANT.test(constant)) return constant
  return constant.includes("'") ? `"${constant}"` : `'${constant}'`
}
