import { randomBytes } from 'node:crypto'
import { link, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/**
 * The key of the browser sessions: the setting, else the one in the data folder, else a new one put there. Several
 * processes may start at once: one file wins and all read it.
 * @throws the file system's error
 */
export async function loadSessionSecret(config: Pick<Config, 'VITRINE_SECRET' | 'dataDir'>): Promise<string> {
  if (config.VITRINE_SECRET !== undefined) return config.VITRINE_SECRET.reveal()
  const path = join(config.dataDir, 'secret')
  return (await readIfThere(path)) ?? createSecret(path)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Written whole under another name first, then linked: `link` does not replace what another process put there. */
async function createSecret(path: string): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(/* turbopackIgnore: true */ draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return (await readFile(path, 'utf8')).trim()
}
