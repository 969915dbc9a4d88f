import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { createApi } from './lib/api/app.ts'
import { isServicePath } from './lib/api/paths.ts'
import { contentSecurityPolicy, setSecurityHeaders } from './lib/api/security-headers.ts'
import { ConfigError } from './lib/config.ts'
import { CLIENT_ADDRESS_HEADER, clientAddress } from './lib/identity/client-address.ts'
import { getRuntime, type Runtime } from './lib/runtime.ts'

/** A client must send its headers within this; the body may take hours. */
const HEADERS_TIMEOUT_MS = 20_000
const DRAIN_TIMEOUT_MS = 30_000
/** On a terminal one Ctrl-C arrives twice, from the terminal and from npm: this soon it is the same wish. */
const SAME_SIGNAL_MS = 1_000

async function main(): Promise<void> {
  const runtime = await getRuntime()
  const isDev = process.argv.includes('--dev')
  const pages = next({ dev: isDev, dir: runtime.config.appDir })
  const answerApi = getRequestListener(createApi(runtime).fetch, { overrideGlobalObjects: false })
  const answerPage = pages.getRequestHandler()
  await pages.prepare()

  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 }, (request, response) => {
    setSecurityHeaders(response)
    const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (isServicePath(pathname, request.headers.accept)) {
      void answerApi(request, response)
    } else {
      setPageNonce(request, response, isDev)
      request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(
        request.socket.remoteAddress,
        request.headers['x-forwarded-for']?.toString(),
      )
      void answerPage(request, response)
    }
  })
  server.listen(runtime.config.PORT, runtime.config.HOST, () => announce(runtime, server.address()))
  drainOnSignal(server, runtime)
}

/** Next takes the nonce for its scripts from the request's own policy header. */
function setPageNonce(request: IncomingMessage, response: ServerResponse, isDev: boolean): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), isDev)
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
}

function announce(runtime: Runtime, address: ReturnType<ReturnType<typeof createServer>['address']>): void {
  const port = typeof address === 'object' && address !== null ? address.port : runtime.config.PORT
  process.stdout.write(`Vitrine serves at http://${runtime.config.HOST}:${port}\n`)
  if (runtime.generatedPassword !== undefined) {
    const { generatedPassword } = runtime
    process.stdout.write(
      `Sign in as user admin (project admin, domain Default) with password ${generatedPassword}\n` +
        'It is shown only this once. VITRINE_ADMIN_PASSWORD sets another.\n',
    )
  }
}

/** Stops taking requests, lets the running ones end, closes the runtime. A second signal ends at once. */
function drainOnSignal(server: ReturnType<typeof createServer>, runtime: Runtime): void {
  let drainingSinceMs: number | undefined
  const drain = async (): Promise<void> => {
    if (drainingSinceMs !== undefined) {
      if (performance.now() - drainingSinceMs > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    drainingSinceMs = performance.now()
    setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS).unref()
    await new Promise<void>((done) => {
      server.close(() => done())
      server.closeIdleConnections()
    })
    await runtime.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void drain())
  process.on('SIGINT', () => void drain())
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exit(1)
})
