import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import { request as requestTls } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'

/** What befalls a request on its way to the real store. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number }
  /** The connection breaks before the store hears of it. */
  | { readonly kind: 'refuse' }
  /** The store hears the beginning of the body only. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number }
  /** The store does its work, and its answer is lost. */
  | { readonly kind: 'lose-answer' }
  /** The beginning of the answer's body comes, and then the connection breaks. */
  | { readonly kind: 'cut-answer'; readonly afterBytes: number }
  /** Nothing ever comes. */
  | { readonly kind: 'silence' }

export interface Passing {
  readonly method: string
  /** Path with query. */
  readonly path: string
  readonly headers: Readonly<IncomingHttpHeaders>
  /** From 1 on, of all requests. */
  readonly number: number
}

export interface FaultProxy {
  readonly url: string
  /** Asked about every request from now on; null lets it pass. */
  disturb(rule: (passing: Passing) => Fault | null): void
  heal(): void
  requests(): number
  /** Connections to the store that have a request under way. */
  atWork(): number
  close(): Promise<void>
}

/** Stands between a store and its servers, on loopback. Hands everything through as it is, but for what it is told to do. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let rule: (passing: Passing) => Fault | null = () => null
  let count = 0
  const open = new Set<IncomingMessage>()
  const sockets = new Set<Socket>()
  const server = createServer((incoming, outgoing) => {
    count += 1
    const { method = '', url: path = '', headers } = incoming
    incoming.on('error', () => undefined)
    open.add(incoming)
    outgoing.on('close', () => open.delete(incoming))
    handle(target, incoming, outgoing, rule({ method, path, headers, number: count }))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    disturb(next) {
      rule = next
    },
    heal() {
      rule = () => null
    },
    requests: () => count,
    atWork: () => open.size,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function handle(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | null,
): void {
  // Read all the same: a connection that nobody reads does not tell when the other side has left.
  if (fault?.kind === 'silence') return void incoming.resume()
  if (fault?.kind === 'refuse') return void incoming.socket.destroy()
  if (fault?.kind === 'answer') {
    incoming.resume()
    incoming.on('end', () => outgoing.writeHead(fault.status).end())
    return
  }
  forward(target, incoming, outgoing, fault)
}

function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Exclude<Fault, { kind: 'answer' | 'refuse' | 'silence' }> | null,
): void {
  const { hostname, port, protocol } = new URL(target)
  const { method, url: path, headers } = incoming
  // The host that the client named stays: it is part of signatures.
  const ask = protocol === 'https:' ? requestTls : request
  // What is behind lies on this machine, whatever its certificate says.
  const onward = ask({ hostname, port, method, path, headers, agent: false, rejectUnauthorized: false })
  const breakOff = () => {
    onward.destroy()
    incoming.socket.destroy()
  }
  let hasAnswered = false
  // Swift sends a body with some answers to HEAD: that is an error behind the answer, and nobody's concern.
  onward.on('error', () => hasAnswered || breakOff())
  outgoing.on('close', () => onward.destroy())
  if (fault?.kind === 'cut-body')
    passSome(incoming, fault.afterBytes, (piece) => onward.write(piece), breakOff)
  else incoming.pipe(onward)
  onward.on('response', (answer) => {
    hasAnswered = true
    if (fault?.kind === 'lose-answer') {
      answer.resume()
      answer.on('end', breakOff)
      return
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
    answer.on('error', breakOff)
    if (fault?.kind !== 'cut-answer') answer.pipe(outgoing)
    else
      passSome(
        answer,
        fault.afterBytes,
        (piece) => outgoing.write(piece),
        () => setImmediate(breakOff),
      )
  })
}

function passSome(
  from: IncomingMessage,
  most: number,
  pass: (piece: Buffer) => void,
  done: () => void,
): void {
  let passed = 0
  from.on('data', (piece: Buffer) => {
    const part = piece.subarray(0, Math.max(0, most - passed))
    passed += piece.length
    if (part.length > 0) pass(part)
    if (passed >= most) done()
  })
  from.on('end', done)
}
