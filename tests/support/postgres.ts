import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startKeeper } from './keeper.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgres://…/postgres` of a server of this run alone; every test file creates its own database in it. */
    postgresUrl: string
  }
}

const KEEPER = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))

/**
 * Vitest's global setup of the suites that need PostgreSQL: one server per run, published as
 * `inject('postgresUrl')`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keeper = await startKeeper(KEEPER, 'PostgreSQL')
  project.provide('postgresUrl', keeper.line)
  return keeper.end
}
