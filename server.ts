import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { createApi } from './lib/api/app.ts'
import { createFrontDoor, type FrontDoor } from './lib/api/front-door.ts'
import { listen } from './lib/api/listen.ts'
import { createPageFiles } from './lib/api/page-files.ts'
import { contentSecurityPolicy } from './lib/api/security-headers.ts'
import { ConfigError } from './lib/config.ts'
import { CLIENT_ADDRESS_HEADER, clientAddress } from './lib/identity/client-address.ts'
import { getRuntime, type Runtime } from './lib/runtime.ts'

/** On a terminal one Ctrl-C arrives twice, from the terminal and from npm: this soon it is the same wish. */
const SAME_SIGNAL_MS = 1_000

async function main(): Promise<void> {
  const runtime = await getRuntime()
  // Before anything else can go wrong: nobody will ever know it again.
  tellPassword(runtime.generatedPassword)
  const isDev = process.argv.includes('--dev')
  const pages = next({ dev: isDev, dir: runtime.config.appDir })
  const answerPage = pages.getRequestHandler()
  await pages.prepare()

  const answerRest = createPageFiles(join(runtime.config.appDir, '.next'), (request, response) => {
    preparePage(request, response, isDev)
    return answerPage(request, response)
  })

  const door = createFrontDoor({
    log: runtime.log,
    api: createApi(runtime),
    isHttps: runtime.config.VITRINE_PUBLIC_URL?.startsWith('https:') ?? false,
    takesUpgrades: isDev,
    answerPage: answerRest,
  })
  // Reloading pages while they are written goes over a web socket.
  if (isDev) door.server.on('upgrade', pages.getUpgradeHandler())
  await listen(door.server, runtime.config)
  announce(runtime, door.server.address())
  endOnSignal(door, runtime)
}

/** Next takes the nonce for its scripts from the request's own policy header, and the client's address from ours. */
function preparePage(request: IncomingMessage, response: ServerResponse, isDev: boolean): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), isDev)
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
  request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(
    request.socket.remoteAddress,
    request.headers['x-forwarded-for']?.toString(),
  )
}

function announce(runtime: Runtime, address: ReturnType<Server['address']>): void {
  const port = typeof address === 'object' && address !== null ? address.port : runtime.config.PORT
  process.stdout.write(`Vitrine serves at http://${runtime.config.HOST}:${port}\n`)
}

function tellPassword(generated: string | undefined): void {
  if (generated === undefined) return
  process.stdout.write(
    `Sign in as user admin (project admin, domain Default) with password ${generated}\n` +
      'It is shown only this once. VITRINE_ADMIN_PASSWORD sets another.\n',
  )
}

/** Stops taking requests, lets the running ones end, closes the runtime. A second signal ends at once. */
function endOnSignal(door: FrontDoor, runtime: Runtime): void {
  let endingSinceMs: number | undefined
  const end = async (exitCode: number): Promise<void> => {
    if (endingSinceMs !== undefined) {
      if (performance.now() - endingSinceMs > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    endingSinceMs = performance.now()
    runtime.beginDrain()
    await door.drain()
    await runtime.close()
    process.exit(exitCode)
  }
  process.on('SIGTERM', () => void end(0))
  process.on('SIGINT', () => void end(0))
  // A promise that nobody waited for: a bug, but no reason to cut everybody's uploads.
  process.on('unhandledRejection', (error) =>
    runtime.log.error({ err: error }, 'A promise was rejected unheard.'),
  )
  // After this nothing is certain any more: end in order, and let whoever watches over us start anew.
  process.on('uncaughtException', (error) => {
    runtime.log.fatal({ err: error }, 'An error was thrown where nobody could catch it.')
    void end(1)
  })
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`,
  )
  process.exit(1)
})
