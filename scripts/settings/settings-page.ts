/** What the JSON Schema of one setting may say. */
export interface Setting {
  type?: string
  description?: string
  enum?: readonly string[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  minLength?: number
}

const INTRODUCTION = `# Settings

Every setting is an environment variable. An empty one counts as not set. A wrong one stops the start, and all wrong
ones are named at once. This page is generated from \`lib/config.ts\`: change it there, then run \`npm run settings\`.
`

/** The whole page. */
export function settingsPage(
  settings: Readonly<Record<string, Setting>>,
  defaults: Readonly<Record<string, unknown>>,
): string {
  const rows = Object.entries(settings).map(([name, setting]) => {
    const cells = [
      `\`${name}\``,
      defaultOf(defaults[name]),
      valuesOf(setting),
      inCell(setting.description ?? ''),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [INTRODUCTION, '| name | default | values | meaning |', '|---|---|---|---|', ...rows, ''].join('\n')
}

/** Nothing for nothing: an empty list or record is no default that anybody could write down. */
function defaultOf(value: unknown): string {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  const pairs = isRecord ? Object.entries(value).map(([key, each]) => `${key}:${each}`) : value
  const text = String(pairs ?? '')
  return text === '' ? '' : `\`${inCell(text)}\``
}

function valuesOf(setting: Setting): string {
  if (setting.enum) return setting.enum.map((word) => `\`${word}\``).join(', ')
  if (setting.type === 'integer' || setting.type === 'number') return rangeOf(setting)
  if (setting.minLength !== undefined && setting.minLength > 1)
    return `at least ${setting.minLength} characters`
  return 'text'
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Setting): string {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1)
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  if (least !== undefined && most !== undefined) return `${least} to ${most}`
  if (least !== undefined && least !== Number.MIN_SAFE_INTEGER) return `number, ${least} or more`
  return 'number'
}

/** A bar would end the cell. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
