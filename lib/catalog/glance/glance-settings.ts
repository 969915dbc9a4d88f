/** What counts of Glance's settings. */
export interface GlanceSettings {
  /** Where its database is; holds a password. */
  readonly connection: string
  /** Its `metadata_encryption_key`. */
  readonly secret: string | undefined
}

/** From the text of a glance-api.conf; null when it names no database. The last value of an option counts, as for Glance. */
export function glanceSettingsIn(text: string): GlanceSettings | null {
  let section = 'DEFAULT'
  let connection: string | undefined
  let secret: string | undefined
  for (const line of text.split(/\r?\n/)) {
    section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section
    // `:` between name and value is as good as `=`.
    const [, name, value = ''] = /^([A-Za-z_]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    if (section === 'database' && name === 'connection') connection = value
    if (section === 'DEFAULT' && name === 'metadata_encryption_key') secret = value
  }
  if (connection === undefined || connection === '') return null
  return { connection, secret: secret === '' ? undefined : secret }
}
