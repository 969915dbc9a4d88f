import { PatternError } from '#lib/domain/python-regex/pattern.ts'
import { compileSearch, type Search } from '#lib/domain/python-regex/search.ts'
import { type IniOption, type IniProblem, type IniSection, readIni } from './read-ini.ts'

export const PROPERTY_OPERATIONS = ['create', 'read', 'update', 'delete'] as const
export type PropertyOperation = (typeof PROPERTY_OPERATIONS)[number]

/** `roles`: a list of roles for each operation; `policies`: the name of one policy rule. */
export type ProtectionFormat = 'roles' | 'policies'

export type Permission =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'roles'; readonly roles: ReadonlySet<string> }
  | { readonly kind: 'policy'; readonly rule: string }

/** One section: which properties it is about, and who may do what with them. */
export interface ProtectionRule {
  readonly pattern: string
  readonly matches: Search
  readonly permissions: Readonly<Record<PropertyOperation, Permission>>
}

export type ReadProtections =
  | { readonly ok: true; readonly rules: readonly ProtectionRule[]; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly IniProblem[] }

const EVERYBODY: Permission = { kind: 'everybody' }
const NOBODY: Permission = { kind: 'nobody' }

/** The service's own properties come first and are open: the service itself keeps clients from writing them. */
const OWN_PREFIX = 'os_glance'
const OWN_RULE: ProtectionRule = {
  pattern: 'os_glance.*',
  matches: compileSearch('os_glance.*'),
  permissions: { create: EVERYBODY, read: EVERYBODY, update: EVERYBODY, delete: EVERYBODY },
}

/** A file of property protections in Glance's form. The order of the sections counts: the first that matches decides. */
export function readProtections(text: string, format: ProtectionFormat): ReadProtections {
  const { sections, problems: formProblems } = readIni(text)
  const read = sections
    .filter(({ header }) => !header.startsWith(OWN_PREFIX))
    .map((section) => readSection(section, format))
  const problems = [...formProblems, ...read.flatMap((each) => each.problems)].sort(
    (one, other) => one.line - other.line,
  )
  if (problems.length > 0) return { ok: false, problems }
  const rules = [OWN_RULE, ...read.flatMap(({ rule }) => (rule === undefined ? [] : [rule]))]
  return { ok: true, rules, warnings: read.flatMap(({ warnings }) => warnings) }
}

interface ReadSection {
  readonly rule?: ProtectionRule
  readonly problems: readonly IniProblem[]
  readonly warnings: readonly string[]
}

function readSection(section: IniSection, format: ProtectionFormat): ReadSection {
  const search = readPattern(section)
  const permissions = PROPERTY_OPERATIONS.map(
    (operation) => [operation, readPermission(section, operation, format)] as const,
  )
  const problems = [search, ...permissions.map(([, permission]) => permission)].filter(
    (each) => 'message' in each,
  )
  const warnings = PROPERTY_OPERATIONS.filter(
    (operation) => section.options.get(operation)?.value === '',
  ).map(
    (operation) =>
      `[${section.header}] (line ${section.line}) gives nobody for ${operation}; write ! if that is meant.`,
  )
  if (problems.length > 0 || 'message' in search) return { problems, warnings: [] }
  const table = Object.fromEntries(permissions) as Record<PropertyOperation, Permission>
  return {
    rule: { pattern: section.header, matches: search.matches, permissions: table },
    problems,
    warnings,
  }
}

function readPattern({ header, line }: IniSection): { readonly matches: Search } | IniProblem {
  try {
    return { matches: compileSearch(header) }
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return {
      line,
      message: `[${header}] is no usable regular expression (character ${error.column}): ${error.message}`,
    }
  }
}

function readPermission(
  section: IniSection,
  operation: PropertyOperation,
  format: ProtectionFormat,
): Permission | IniProblem {
  const option = section.options.get(operation)
  if (option === undefined) {
    return {
      line: section.line,
      message: `[${section.header}] lacks ${operation}: each section needs create, read, update and delete.`,
    }
  }
  const names = option.value.split(',').map((name) => name.trim())
  const [only = ''] = names
  if (option.value === '') return NOBODY
  if (names.includes('@') && names.includes('!')) {
    return { line: option.line, message: `${operation} has both @ (everybody) and ! (nobody): leave one.` }
  }
  if (names.includes('!')) return NOBODY
  if (names.includes('@')) return EVERYBODY
  if (format === 'policies') return policyPermission(option, operation, names)
  return only === '' && names.length === 1
    ? NOBODY
    : { kind: 'roles', roles: new Set(names.map((name) => name.toLowerCase())) }
}

function policyPermission(
  option: IniOption,
  operation: PropertyOperation,
  names: readonly string[],
): Permission | IniProblem {
  const [rule = ''] = names
  if (names.length === 1 && rule !== '') return { kind: 'policy', rule }
  return {
    line: option.line,
    message: `${operation} must name one policy rule; combine several in the policy file.`,
  }
}

/** The policy rules that a file refers to. */
export function policyRulesOf(rules: readonly ProtectionRule[]): readonly string[] {
  const permissions = rules.flatMap((rule) => Object.values(rule.permissions))
  return [
    ...new Set(permissions.flatMap((permission) => (permission.kind === 'policy' ? [permission.rule] : []))),
  ]
}
