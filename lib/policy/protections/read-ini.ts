/** One `[header]` of the file, with the options below it, in order. */
export interface IniSection {
  readonly header: string
  readonly line: number
  readonly options: ReadonlyMap<string, IniOption>
}

export interface IniOption {
  readonly value: string
  readonly line: number
}

export interface IniProblem {
  readonly line: number
  readonly message: string
}

export interface Ini {
  readonly sections: readonly IniSection[]
  readonly problems: readonly IniProblem[]
}

interface OpenSection extends IniSection {
  readonly options: Map<string, IniOption>
}

/** Reading goes line by line; this is what the next line may continue. */
interface Progress {
  readonly sections: OpenSection[]
  readonly problems: IniProblem[]
  section: OpenSection | undefined
  option: string | undefined
}

const DEFAULTS = 'DEFAULT'

/**
 * An INI file as Python's configparser reads it: `name = value` or `name: value`, names in whatever case, remarks on
 * lines of their own (# or ;), indented lines go on, `[DEFAULT]` counts for every section.
 */
export function readIni(text: string): Ini {
  const progress: Progress = { sections: [], problems: [], section: undefined, option: undefined }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (const [index, line] of lines.entries()) readLine(progress, line, index + 1)
  const defaults = progress.sections.find(({ header }) => header === DEFAULTS)
  const sections = progress.sections
    .filter((section) => section !== defaults)
    .map((section) => ({ ...section, options: new Map([...(defaults?.options ?? []), ...section.options]) }))
  return { sections, problems: progress.problems }
}

function readLine(progress: Progress, line: string, number: number): void {
  const text = line.trim()
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return
  if (/^\s/.test(line) && progress.section !== undefined && progress.option !== undefined) {
    continueOption(progress.section, progress.option, text)
    return
  }
  const header = /^\[(.+)\]/.exec(text)?.[1]
  if (header === undefined) readOption(progress, text, number)
  else openSection(progress, header, number)
}

function continueOption(section: OpenSection, name: string, text: string): void {
  const option = section.options.get(name)
  if (option !== undefined) section.options.set(name, { ...option, value: `${option.value}\n${text}`.trim() })
}

function openSection(progress: Progress, header: string, line: number): void {
  if (progress.sections.some((section) => section.header === header)) {
    progress.problems.push({ line, message: `The section [${header}] is there twice: put both into one.` })
  }
  progress.section = { header, line, options: new Map() }
  progress.option = undefined
  progress.sections.push(progress.section)
}

function readOption(progress: Progress, text: string, line: number): void {
  const found = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(text)
  const name = found?.[1]?.toLowerCase() ?? ''
  if (found === null || name === '') {
    progress.problems.push({ line, message: `“${shortened(text)}” is neither [section] nor name = value.` })
    return
  }
  if (progress.section === undefined) {
    progress.problems.push({ line, message: `“${shortened(text)}” stands before the first [section].` })
    return
  }
  if (progress.section.options.has(name)) {
    progress.problems.push({
      line,
      message: `${name} is there twice in [${progress.section.header}]: leave one.`,
    })
  }
  progress.section.options.set(name, { value: found[2] ?? '', line })
  progress.option = name
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
