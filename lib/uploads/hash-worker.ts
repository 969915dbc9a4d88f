import { createHash, createVerify, type Hash, type Verify } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { HashCommand, HashReply } from './hash-messages.ts'

// Started by its path, outside any bundle: this file imports nothing but Node (types vanish).

const port = parentPort
if (port === null) throw new Error('hash-worker.ts runs as a worker thread only.')

const hashes = new Map<number, Hash | Verify>()

function obey(command: HashCommand): HashReply | null {
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

function resultOf(hash: Hash | Verify, command: Extract<HashCommand, { type: 'digest' | 'verify' }>): string {
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
  const reply = obey(command)
  if (reply !== null) port.postMessage(reply)
})
