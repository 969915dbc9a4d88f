import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Log } from '#lib/log.ts'
import { faultBody } from './fault-body.ts'
import { toFault } from './faults.ts'
import { answersExpectation, isServiceRequest } from './paths.ts'
import { requestIdFrom } from './request-id.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** Answers one request, whole. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface FrontDoorDeps {
  readonly log: Log
  /** The API, as a fetch function. */
  readonly api: { fetch(request: Request, env: unknown): Response | Promise<Response> }
  /** Answers everything that is not the API's. */
  readonly answerPage: Answer
  /** Clients reach us by https: browsers shall never try anything else. */
  readonly isHttps: boolean
  /** Requests may become web sockets: in development only, where pages are reloaded over one. */
  readonly takesUpgrades?: boolean
  readonly timeouts?: Partial<Timeouts>
}

interface Timeouts {
  /** A client must send its headers within this; the body may take hours. */
  readonly headersMs: number
  /** How long an idle connection stays: longer than load balancers (60 s) keep theirs, so that they close first. */
  readonly keepAliveMs: number
  /** How often the time-outs are looked at. */
  readonly checkMs: number
  /** After the signal: requests under way may take this long to end. */
  readonly drainMs: number
  /** After that: requests that were cut may take this long to tidy up. */
  readonly tidyMs: number
}

const TIMEOUTS: Timeouts = {
  headersMs: 20_000,
  keepAliveMs: 75_000,
  checkMs: 5_000,
  drainMs: 30_000,
  tidyMs: 10_000,
}
/** During the drain, connections that have become idle are closed this often. */
const IDLE_SWEEP_MS = 50

export interface FrontDoor {
  readonly server: Server
  /**
   * Takes no further connections, lets the requests under way end, then cuts those that do not. Resolves when no
   * request is being worked on. What an upload has acknowledged is kept.
   */
  drain(): Promise<void>
}

/** One HTTP server for the API and the pages. It listens when its caller says so. */
export function createFrontDoor(deps: FrontDoorDeps): FrontDoor {
  const timeouts = { ...TIMEOUTS, ...deps.timeouts }
  const underway = new Set<Promise<void>>()
  const answerApi = createApiAnswer(deps)
  let isDraining = false

  const answer: Answer = async (request, response) => {
    const pathname = originForm(request)
    setSecurityHeaders(response, deps.isHttps)
    if (isDraining) response.setHeader('Connection', 'close')
    if (pathname === null) return refuse(request, response, 400, 'The address of the request is not one.')
    return isServiceRequest(pathname, request.headers)
      ? answerApi(request, response)
      : deps.answerPage(request, response)
  }
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const work = answer(request, response)
      .catch((error: unknown) => answerBug(deps.log, request, response, error))
      .finally(() => underway.delete(work))
    underway.add(work)
  }

  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: 0,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkMs,
      // Next listens for upgrades and hangs up. Clients that merely offer one (Java offers h2c) want their answer.
      shouldUpgradeCallback: () => deps.takesUpgrades === true,
    },
    take,
  )
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!answersExpectation(pathOf(request.url))) response.writeContinue()
    take(request, response)
  })
  return {
    server,
    async drain() {
      isDraining = true
      await closeConnections(server, timeouts.drainMs)
      await Promise.race([Promise.all(underway), delay(timeouts.tidyMs)])
    },
  }
}

/** Never rejects: what Hono does not answer itself, this does. */
function createApiAnswer({ api, log }: FrontDoorDeps): Answer {
  const listener = getRequestListener((request, env) => api.fetch(request, env), {
    // Next runs in the same process: it keeps its own Request and Response.
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      if (error instanceof Error && error.name === 'RequestError')
        return plainFault(400, 'The address of the request is not one.')
      log.error({ err: error }, 'A request failed before it reached its route.')
      return plainFault(500, 'Something went wrong here.')
    },
  })
  return async (request, response) => {
    await listener(request, response)
  }
}

function plainFault(status: number, message: string): Response {
  const { contentType, text } = faultBody(toFault(status, message), undefined)
  return new Response(text, { status, headers: { 'Content-Type': contentType } })
}

/**
 * The path of the request; null when there is none. Proxies may send the whole address (RFC 9112, 3.2.2), which
 * becomes its path.
 */
function originForm(request: IncomingMessage): string | null {
  const url = request.url ?? ''
  if (/^https?:\/\//i.test(url)) {
    if (!URL.canParse(url)) return null
    const { pathname, search } = new URL(url)
    request.url = pathname + search
  }
  return request.url?.startsWith('/') ? pathOf(request.url) : null
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? ''
}

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): Promise<void> {
  const { contentType, text } = faultBody(toFault(status, message), request.headers.accept)
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/** A bug of ours costs one request, not the process. */
async function answerBug(
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): Promise<void> {
  const requestId = requestIdFrom(undefined)
  log.error({ err: error, requestId }, 'A request failed unexpectedly.')
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.setHeader('x-openstack-request-id', requestId)
  await refuse(
    request,
    response,
    500,
    `Something went wrong here. Report it with the request id ${requestId}.`,
  )
}

async function closeConnections(server: Server, drainMs: number): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS)
  const cut = setTimeout(() => server.closeAllConnections(), drainMs)
  await new Promise<void>((done) => server.close(() => done()))
  clearInterval(sweep)
  clearTimeout(cut)
}

function delay(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref()
  })
}
