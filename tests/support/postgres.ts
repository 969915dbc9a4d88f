import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…/postgres` of a server of this run alone; every test file creates its own database in it. */
    postgresUrl: string
  }
}

const KEEPER = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))

/**
 * Vitest's global setup of the suites that need PostgreSQL: one server per run, published as
 * `inject('postgresUrl')`. The server belongs to a keeper process that ends it as soon as our end of a pipe
 * closes, so it does not outlive a test run, not even a killed one.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Its own process group: Ctrl-C must reach vitest first, and the server only when the tests are over.
  const keeper = spawn(process.execPath, [KEEPER], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()))
  const url = await firstLine(keeper.stdout, ended)
  project.provide('postgresUrl', url)
  return async () => {
    keeper.stdin.end()
    await ended
  }
}

async function firstLine(stream: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  const lines = createInterface({ input: stream })
  const line = new Promise<string>((resolve) => lines.once('line', resolve))
  const failure = ended.then(() => {
    throw new Error('PostgreSQL did not start; its own message stands above.')
  })
  return Promise.race([line, failure])
}
