import { createHash, createVerify, type Hash, type Verify } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { IHasher } from 'hash-wasm'
import type { HashAlgo, HashCommand, HashReply } from './hash-messages.ts'

// Started by its path, outside any bundle: this file imports nothing but Node and packages (types vanish).

const port = parentPort
if (port === null) throw new Error('hash-worker.ts runs as a worker thread only.')

const hashes = new Map<number, Hash | Verify>()
/** They are made in their own time; commands for them wait. */
const resumable = new Map<number, Promise<IHasher>>()

async function beginResumable(algo: HashAlgo, state: string | null): Promise<IHasher> {
  const { createMD5, createSHA1, createSHA256, createSHA512 } = await import('hash-wasm')
  const hash = await { md5: createMD5, sha1: createSHA1, sha256: createSHA256, sha512: createSHA512 }[algo]()
  return state === null ? hash.init() : hash.load(Buffer.from(state, 'hex'))
}

/** Null: there is nothing to say, or it is a stream of the other kind. */
async function obeyResumable(command: HashCommand): Promise<HashReply | null> {
  const { stream } = command
  if (command.type === 'begin resumable') {
    const begun = beginResumable(command.algo, command.state)
    // Whoever feeds it hears of it.
    begun.catch(() => undefined)
    resumable.set(stream, begun)
    return null
  }
  const begun = resumable.get(stream)
  if (begun === undefined) return null
  if (command.type === 'drop' || command.type === 'digest') resumable.delete(stream)
  if (command.type === 'drop' || !('job' in command)) return null
  const { job } = command
  try {
    const hash = await begun
    if (command.type === 'save') return { job, digest: Buffer.from(hash.save()).toString('hex') }
    if (command.type !== 'update') return { job, digest: hash.digest('hex') }
    hash.update(new Uint8Array(command.memory, 0, command.lengthBytes))
    return { job, digest: null }
  } catch (error) {
    return { job, error: (error as Error).message }
  }
}

function obey(command: HashCommand): HashReply | null {
  if (command.type === 'begin resumable') return null
  if (command.type === 'begin') {
    hashes.set(command.stream, createHash(command.algo))
    return null
  }
  if (command.type === 'begin verification') {
    hashes.set(command.stream, createVerify(command.algo))
    return null
  }
  if (command.type === 'drop') {
    hashes.delete(command.stream)
    return null
  }
  const hash = hashes.get(command.stream)
  if (hash === undefined) return { job: command.job, error: 'no such stream' }
  if (command.type === 'update') {
    hash.update(new Uint8Array(command.memory, 0, command.lengthBytes))
    return { job: command.job, digest: null }
  }
  hashes.delete(command.stream)
  return { job: command.job, digest: resultOf(hash, command) }
}

function resultOf(
  hash: Hash | Verify,
  command: Extract<HashCommand, { type: 'digest' | 'verify' | 'save' }>,
): string {
  if ('digest' in hash) return hash.digest('hex')
  if (command.type !== 'verify') return 'false'
  const { signature, ...key } = command.question
  try {
    return String(hash.verify(key, signature))
  } catch {
    // A key that is too small for the hash, a signature that is none: it does not hold.
    return 'false'
  }
}

port.on('message', (command: HashCommand) => {
  if (command.type === 'begin resumable' || resumable.has(command.stream)) {
    void obeyResumable(command).then((reply) => reply !== null && port.postMessage(reply))
    return
  }
  const reply = obey(command)
  if (reply !== null) port.postMessage(reply)
})
