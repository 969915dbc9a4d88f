import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const POSTGRES = ['tests/support/postgres.ts']

interface ProjectOptions {
  name: string
  include: string[]
  globalSetup?: string[]
  /** For suites that share servers or measure time: one file after the other. */
  isSerial?: boolean
  timeoutMs?: number
  /** For suites that wait for servers most of the time; otherwise one processor is left alone. */
  maxWorkers?: number
}

function project({ name, include, globalSetup = [], ...options }: ProjectOptions) {
  const { isSerial = false, timeoutMs = 10_000, maxWorkers } = options
  const config: TestProjectConfiguration = {
    extends: true,
    test: {
      name,
      include,
      globalSetup,
      fileParallelism: !isSerial,
      testTimeout: timeoutMs,
      hookTimeout: Math.max(timeoutMs, 60_000),
      ...(maxWorkers === undefined ? {} : { maxWorkers }),
    },
  }
  return config
}

export default defineConfig({
  test: {
    environment: 'node',
    // Our packages and `#…` imports resolve as in Node itself; no test depends on another's leftovers.
    pool: 'forks',
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      project({ name: 'unit', include: ['{lib,components,scripts,app,messages}/**/*.test.{ts,tsx}'] }),
      project({ name: 'formats', include: ['tests/formats/**/*.test.ts'], timeoutMs: 60_000 }),
      project({
        name: 'contract',
        include: ['tests/contract/**/*.test.ts'],
        globalSetup: POSTGRES,
        timeoutMs: 30_000,
        maxWorkers: 2,
      }),
      project({
        name: 'stores',
        include: ['tests/stores/**/*.test.ts'],
        globalSetup: ['tests/support/store-servers.ts'],
        timeoutMs: 60_000,
        maxWorkers: 3,
      }),
      project({
        name: 'api',
        include: ['tests/api/**/*.test.ts'],
        globalSetup: POSTGRES,
        timeoutMs: 30_000,
        maxWorkers: 2,
      }),
      project({ name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], timeoutMs: 240_000 }),
      project({
        name: 'interop',
        include: ['tests/interop/**/*.test.ts'],
        isSerial: true,
        timeoutMs: 180_000,
      }),
    ],
  },
})
