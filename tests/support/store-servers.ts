import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startKeeper } from './keeper.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How to reach the real stores of this run, by the names that their scripts give. */
    storeServers: Readonly<Record<string, string>>
  }
}

const KEEPER = fileURLToPath(new URL('./store-servers-keeper.ts', import.meta.url))

/** Vitest's global setup of the suites that need real stores: Swift, which is an S3 server too, a web server, and Ceph. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keeper = await startKeeper(KEEPER, 'The stores for the tests')
  project.provide('storeServers', JSON.parse(keeper.line) as Record<string, string>)
  return keeper.end
}
