import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { becomeNode } from './become.ts'
import { ensureBuild } from './build.ts'
import { LaunchError } from './launch-error.mjs'
import { ensurePackages } from './packages.ts'

type Run = (root: string, args: string[]) => Promise<number>

/** Next would report to its makers. */
const QUIET_NEXT = { NEXT_TELEMETRY_DISABLED: '1' }

const COMMANDS: Readonly<Record<string, Run>> = {
  async start(root, args) {
    await ensurePackages(root, false)
    await ensureBuild(root)
    return becomeNode(root, ['server.ts', ...args], { ...QUIET_NEXT, NODE_ENV: 'production' })
  },
  async dev(root, args) {
    await ensurePackages(root, true)
    return becomeNode(root, ['scripts/launch/dev.ts', ...args], { ...QUIET_NEXT, NODE_ENV: 'development' })
  },
  async build(root) {
    await ensurePackages(root, false)
    await ensureBuild(root)
    return 0
  },
  async test(root, args) {
    await ensurePackages(root, true)
    return becomeNode(root, ['scripts/testing/run.ts', ...args])
  },
  async check(root) {
    await ensurePackages(root, true)
    return becomeNode(root, ['scripts/testing/run.ts', 'check'])
  },
  async bench(root, args) {
    await ensurePackages(root, true)
    await ensureBuild(root)
    return becomeNode(root, [wanted(root, 'tests/bench/run.ts'), ...args])
  },
  async cli(root, args) {
    await ensurePackages(root, false)
    return becomeNode(root, [wanted(root, 'lib/cli/main.ts'), ...args])
  },
  async settings(root, args) {
    await ensurePackages(root, true)
    return becomeNode(root, ['scripts/settings/write-page.ts', ...args])
  },
  async screenshots(root, args) {
    await ensurePackages(root, true)
    await ensureBuild(root)
    return becomeNode(root, [wanted(root, 'tests/screenshots/take.ts'), ...args])
  },
}

/** Runs one command of the launcher and resolves with its exit code; `start` does not come back where it can be replaced. */
export async function main(root: string, [command = '', ...args]: string[]): Promise<number> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (!run)
    throw new LaunchError(`unknown command "${command}"; there are ${Object.keys(COMMANDS).join(', ')}.`)
  // Settings with relative paths (VITRINE_DATA_DIR=./var) mean the project's folder.
  process.chdir(root)
  return run(root, args)
}

function wanted(root: string, script: string): string {
  if (existsSync(join(root, script))) return script
  throw new LaunchError(`${script} is not in this copy.`)
}
