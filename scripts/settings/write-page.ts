// Writes docs/settings.md from the schema of the settings; with --check only says whether it is current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SETTINGS } from '#lib/config.ts'
import { type Setting, settingsPage } from './settings-page.ts'

const DOCUMENT = fileURLToPath(new URL('../../docs/settings.md', import.meta.url))

function main(): void {
  const schema = z.toJSONSchema(SETTINGS, { io: 'input' })
  const page = settingsPage((schema.properties ?? {}) as Record<string, Setting>, SETTINGS.parse({}))
  const current = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : ''
  if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, page)
  else if (current !== page) {
    console.error('docs/settings.md does not say what lib/config.ts says: run `npm run settings`.')
    process.exitCode = 1
  }
}

main()
