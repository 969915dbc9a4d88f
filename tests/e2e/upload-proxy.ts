import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** Data in one piece of at least this is image data, and so is what follows it; what a page asks for is smaller. */
const BULK_BYTES = 8 * 1024
const BEGIN_OF_REQUEST = /^(GET|HEAD|POST|PATCH|PUT|DELETE|OPTIONS) \//

/** A network between browser and server that can be narrowed, cut and healed. */
export interface Network {
  readonly url: string
  /** Lets this many more bytes of image data through, then holds them without a word. */
  allow(bytes: number): void
  /** Everything flows again. */
  release(): void
  /** Holds what the server answers; what the browser sends goes on. */
  holdAnswers(): void
  /** Breaks every connection, and refuses new ones. */
  cut(): void
  heal(): void
  close(): Promise<void>
}

interface State {
  budget: number
  isCut: boolean
  holdsAnswers: boolean
  readonly pairs: Set<Pair>
}

interface Pair {
  readonly browser: Socket
  readonly server: Socket
  readonly waiting: Buffer[]
  /** Image data was last seen on it: small pieces are rests of it, until another request begins. */
  carriesData: boolean
}

/** A TCP proxy in front of a server on this machine. */
export async function startNetwork(serverUrl: string): Promise<Network> {
  const port = Number(new URL(serverUrl).port)
  const state: State = {
    budget: Number.POSITIVE_INFINITY,
    isCut: false,
    holdsAnswers: false,
    pairs: new Set(),
  }
  const listener = createServer((browser) => join(state, browser, port))
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(listener)}`,
    allow(bytes) {
      state.budget = bytes
      flow(state)
    },
    release() {
      state.budget = Number.POSITIVE_INFINITY
      state.holdsAnswers = false
      flow(state)
    },
    holdAnswers() {
      state.holdsAnswers = true
      for (const { server } of state.pairs) server.pause()
    },
    cut() {
      state.isCut = true
      breakAll(state)
    },
    heal() {
      state.isCut = false
    },
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      breakAll(state)
      await closed
    },
  }
}

function join(state: State, browser: Socket, port: number): void {
  if (state.isCut) {
    browser.resetAndDestroy()
    return
  }
  const server = connect(port, '127.0.0.1')
  const pair: Pair = { browser, server, waiting: [], carriesData: false }
  state.pairs.add(pair)
  const end = (): void => {
    state.pairs.delete(pair)
    browser.destroy()
    server.destroy()
  }
  browser.on('data', (piece: Buffer) => {
    pair.waiting.push(piece)
    flow(state)
  })
  server.on('data', (piece: Buffer) => browser.write(piece))
  for (const socket of [browser, server]) socket.on('close', end).on('error', end)
  if (state.holdsAnswers) server.pause()
}

/** Passes on what may pass. What the budget does not cover stays, and the browser is told to wait. */
function flow(state: State): void {
  for (const pair of state.pairs) {
    const { browser, server, waiting } = pair
    while (waiting[0] !== undefined && mayPass(state, pair, waiting[0]))
      server.write(waiting.shift() as Buffer)
    if (waiting.length > 0) browser.pause()
    else browser.resume()
    if (!state.holdsAnswers) server.resume()
  }
}

function mayPass(state: State, pair: Pair, piece: Buffer): boolean {
  pair.carriesData = piece.length >= BULK_BYTES || (pair.carriesData && !isBeginOfRequest(piece))
  if (!pair.carriesData) return true
  if (state.budget <= 0) return false
  state.budget -= piece.length
  return true
}

function isBeginOfRequest(piece: Buffer): boolean {
  return BEGIN_OF_REQUEST.test(piece.toString('latin1', 0, 16))
}

function breakAll({ pairs }: State): void {
  for (const { browser, server } of pairs) {
    browser.resetAndDestroy()
    server.resetAndDestroy()
  }
}

function portOf(listener: Server): number {
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return address.port
}
