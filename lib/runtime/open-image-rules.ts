import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import type { Config } from '#lib/config.ts'
import { COMMON_PROPERTIES } from '#lib/contract/common-properties.ts'
import { type ImageRules, isAttribute } from '#lib/contract/image-fields.ts'
import { readSiteSchema } from '#lib/contract/site-schema.ts'
import { compileSearch } from '#lib/domain/python-regex/search.ts'

const MOST_BYTES = 1024 * 1024
const PARTS = { compilePattern: compileSearch, isAttribute }

/** What this site lets images declare. @throws RefusedFileError that names every problem of the schema file */
export async function openImageRules(config: Config): Promise<ImageRules> {
  const path = config.VITRINE_IMAGE_SCHEMA_FILE
  const reading = readSiteSchema(path === undefined ? COMMON_PROPERTIES : await readJsonFile(path), PARTS)
  if (!reading.ok) {
    throw new RefusedFileError(
      path ?? 'The schema of the program',
      reading.problems.map((message) => ({ message })),
    )
  }
  const { VITRINE_DISK_FORMATS: diskFormats, VITRINE_CONTAINER_FORMATS: containerFormats } = config
  const takesLocations = config.VITRINE_SHOW_MULTIPLE_LOCATIONS
  return { diskFormats, containerFormats, takesLocations, site: reading.site }
}

async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(path, MOST_BYTES)
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RefusedFileError(path, [{ message: `The file must be JSON: ${reason}.` }], cause)
  }
}
