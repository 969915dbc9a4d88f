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

export interface RabbitMq {
  readonly url: string
  stop(): Promise<void>
}

/** A broker of this test alone. @throws when the scripts beside the checkout are missing, or it does not start */
export async function startRabbitMq(): Promise<RabbitMq> {
  if (!existsSync(SCRIPTS)) throw new Error(`${SCRIPTS} is missing: it has the scripts that start RabbitMQ.`)
  // The script installs it; a machine whose package lists are old would not find it.
  if (!existsSync('/usr/sbin/rabbitmq-server')) await run('apt-get', ['-qq', 'update'])
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-rabbitmq-'))
  // The broker runs as a user of its own, which must pass through.
  await chmod(folder, 0o711)
  const port = await portWithNeighbours()
  const env = { ...process.env, DATA: folder, RABBITMQ_PORT: String(port) }
  const stop = async (): Promise<void> => {
    await run(join(SCRIPTS, 'services-down.sh'), ['rabbitmq', '--wipe'], { env })
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await run(join(SCRIPTS, 'services-up.sh'), ['rabbitmq'], { env })
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `amqp://glance:glance@127.0.0.1:${port}/`, stop }
}

/** The broker takes the port's next ones for its distribution and its port mapper; all below the ephemeral ones. */
async function portWithNeighbours(): Promise<number> {
  return 20_000 + ((await freePort()) % 1000) * 4
}
