import { once } from 'node:events'
import type { Server } from 'node:http'
import { type Config, ConfigError } from '#lib/config.ts'

/** Resolves when the server listens. @throws ConfigError when the address is taken, not ours, or reserved */
export async function listen(server: Server, { HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): Promise<void> {
  server.listen(PORT, HOST)
  await once(server, 'listening').catch((cause: Error) => {
    throw new ConfigError(
      `HOST, PORT: cannot listen on ${HOST}:${PORT} (${cause.message}). ` +
        'End what listens there, or choose another address.',
      { cause },
    )
  })
}
