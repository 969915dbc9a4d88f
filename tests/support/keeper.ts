import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Keeper {
  /** What it printed first: how to reach what it keeps. */
  readonly line: string
  /** Ends it, and what it keeps. */
  end(): Promise<void>
}

/**
 * Starts a program that keeps servers for a test run. It ends them as soon as our end of a pipe closes, so they do not
 * outlive the run, not even a killed one.
 */
export async function startKeeper(script: string, what: string): Promise<Keeper> {
  // Its own process group: Ctrl-C must reach vitest first, and the servers only when the tests are over.
  const keeper = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()))
  const lines = createInterface({ input: keeper.stdout })
  const first = new Promise<string>((resolve) => lines.once('line', resolve))
  const failure = ended.then(() => {
    throw new Error(`${what} did not start; its own message stands above.`)
  })
  return {
    line: await Promise.race([first, failure]),
    async end() {
      keeper.stdin.end()
      await ended
    },
  }
}
