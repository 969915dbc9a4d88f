import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
/** As many as Node has threads for such work. */
const AT_ONCE = 4

/**
 * Writes `.br` and `.gz` beside each script and style sheet in the folder: they are made once and sent often, so the
 * best compression is worth its seconds. lib/api/page-files.ts sends them.
 */
export async function compressFiles(folder: string): Promise<void> {
  const waiting = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css)$/.test(name),
  )
  const work = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
      await compressFile(join(folder, name))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  const [small, common] = await Promise.all([
    brotli(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    zip(content, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${path}.br`, small), writeFile(`${path}.gz`, common)])
}
