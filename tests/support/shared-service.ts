import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const SCRIPTS = fileURLToPath(new URL('../../../shared/stores', import.meta.url))
const run = promisify(execFile)

export interface SharedService {
  readonly port: number
  stop(): Promise<void>
}

/**
 * A service of this test alone, from the scripts beside the checkout, which install it.
 * @param program A file that it brings. @throws when the scripts are missing, or it does not start
 */
export async function startSharedService(name: string, program: string): Promise<SharedService> {
  if (!existsSync(SCRIPTS)) throw new Error(`${SCRIPTS} is missing: it has the scripts that start ${name}.`)
  // The scripts install packages, but trust the lists that they find.
  if (!existsSync(program)) await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', 'update'])
  const folder = await mkdtemp(join(tmpdir(), `vitrine-${name}-`))
  // It runs as a user of its own, which must pass through.
  await chmod(folder, 0o711)
  const port = await portWithNeighbours()
  const env = { ...process.env, DATA: folder, [`${name.toUpperCase()}_PORT`]: String(port) }
  const stop = async (): Promise<void> => {
    await run(join(SCRIPTS, 'services-down.sh'), [name, '--wipe'], { env })
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await run(join(SCRIPTS, 'services-up.sh'), [name], { env })
  } catch (error) {
    await stop()
    throw error
  }
  return { port, stop }
}

/** Some services take the port's next ones, too; all below the ephemeral ones. */
async function portWithNeighbours(): Promise<number> {
  return 20_000 + ((await freePort()) % 1000) * 4
}
