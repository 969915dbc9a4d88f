import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LoadPlan, LoadResult } from './load.ts'
import type { TransferPlan, TransferResult } from './transfer.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const run = promisify(execFile)

async function runPlan<Result>(script: string, plan: unknown): Promise<Result> {
  const { stdout } = await run(process.execPath, [join(HERE, script), JSON.stringify(plan)])
  return JSON.parse(stdout) as Result
}

export function load(plan: LoadPlan): Promise<LoadResult> {
  return runPlan<LoadResult>('load.ts', plan)
}

export function transfer(plan: TransferPlan): Promise<TransferResult> {
  return runPlan<TransferResult>('transfer.ts', plan)
}

export interface BareServer {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** Starts the server without anything of ours, storing into `folder`. */
export async function startBareServer(folder: string): Promise<BareServer> {
  const child: ChildProcess = spawn(process.execPath, [join(HERE, 'bare-server.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [firstLine] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return {
    url: `http://127.0.0.1:${firstLine.toString().trim()}`,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
