import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { HashCommand, HashReply } from './hash-messages.ts'

// Started by its path, outside any bundle: this file imports nothing but Node (types vanish).

const port = parentPort
if (port === null) throw new Error('hash-worker.ts runs as a worker thread only.')

const hashes = new Map<number, Hash>()

function obey(command: HashCommand): HashReply | null {
  if (command.type === 'begin') {
    hashes.set(command.stream, createHash(command.algo))
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
  return { job: command.job, digest: hash.digest('hex') }
}

port.on('message', (command: HashCommand) => {
  const reply = obey(command)
  if (reply !== null) port.postMessage(reply)
})
