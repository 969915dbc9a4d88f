import { existsSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const DEBIAN_CHROMIUM = '/usr/bin/chromium'
// Quiet and predictable: no background traffic, no GPU, and no QUIC that would bypass the network faults of a test.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: process.env.CI === 'true',
  // A flaky test is a wrong test: it is not tried again.
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1360, height: 900 },
    // Without a film, which takes a fifth of the time; what a failure needs is in the snapshots.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      args: ARGUMENTS,
      ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
    },
  },
})
