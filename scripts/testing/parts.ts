import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuild } from '../launch/build.ts'
import { runForwarding } from '../launch/run-forwarding.mjs'
import {
  ensureChromium,
  GLANCE,
  GLANCE_REMOTE,
  GLANCE_SERVICE,
  GO,
  GOPHERCLOUD,
  missingTools,
  OPENSSL,
  OPENSTACK,
  QEMU_IMG,
  remedy,
  type SystemTool,
  XZ,
} from './system-tools.ts'
import {
  fromPlaywright,
  fromVitest,
  judge,
  type PlaywrightReport,
  type Tally,
  type VitestReport,
  verdict,
} from './tally.ts'

export interface PartContext {
  readonly root: string
  readonly isCi: boolean
  /** Arguments that are handed through to vitest or Playwright. */
  readonly extra: readonly string[]
}

/** `notRun` gives the reason: nothing was tested, and the reader must be told so. */
export type Outcome = Tally | { readonly notRun: string }

export interface Part {
  readonly name: string
  readonly tools: readonly SystemTool[]
  run(context: PartContext): Promise<Outcome>
}

const bin = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  knip: 'node_modules/knip/bin/knip.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
} as const

/** A check that is right or wrong as a whole: one program, judged by its exit code. */
function check(name: string, ...args: string[]): Part {
  return {
    name,
    tools: [],
    run: async ({ root }) => verdict((await runNode(root, args)) === 0),
  }
}

function vitest(name: string, tools: readonly SystemTool[] = [], needsBuild = false): Part {
  return {
    name,
    tools,
    async run(context) {
      const missing = missingTools(tools)
      if (missing.length > 0) return { notRun: remedy(missing) }
      if (needsBuild) await ensureBuild(context.root)
      return withReport<VitestReport>(context, fromVitest, (report) =>
        runNode(context.root, [
          bin.vitest,
          'run',
          `--project=${name}`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
          ...context.extra,
        ]),
      )
    },
  }
}

const build: Part = {
  name: 'build',
  tools: [],
  async run({ root }) {
    await ensureBuild(root)
    return verdict(true)
  },
}

const e2e: Part = {
  name: 'e2e',
  tools: [],
  async run(context) {
    if (!ensureChromium(context.root)) return { notRun: 'no Chromium, and Playwright could not download one' }
    await ensureBuild(context.root)
    return withReport<PlaywrightReport>(context, fromPlaywright, (report) =>
      runNode(context.root, [bin.playwright, 'test', '--reporter=list,json', ...context.extra], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      }),
    )
  },
}

const SOURCES = ['app', 'components', 'lib', 'scripts', 'tests', 'server.ts']

const STATIC = [
  check('biome', bin.biome, 'check', '--error-on-warnings'),
  check('types', bin.tsc, '--noEmit', '-p', '.'),
  check('imports', '--import', './scripts/testing/teach-using.mjs', bin.depcruise, ...SOURCES),
  check('unused', bin.knip),
  check('settings', 'scripts/settings/write-page.ts', '--check'),
]

const unit = vitest('unit')

/** Every part, in the order of `npm test`: what fails fastest comes first. */
export const PARTS: readonly Part[] = [
  ...STATIC,
  unit,
  vitest('formats', [QEMU_IMG, XZ]),
  vitest('contract'),
  vitest('stores', [GLANCE_SERVICE, GLANCE_REMOTE]),
  vitest('api', [OPENSSL]),
  vitest('fuzz'),
  build,
  vitest('interop', [OPENSTACK, GLANCE, GLANCE_SERVICE, QEMU_IMG, GO, GOPHERCLOUD], true),
  e2e,
]

/** `npm run check`: what a commit must not break, in seconds. */
export const CHECK: readonly Part[] = [...STATIC, unit]

async function withReport<Report>(
  { isCi }: PartContext,
  read: (report: Report) => Tally,
  run: (path: string) => Promise<number>,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-report-'))
  const path = join(folder, 'report.json')
  try {
    const exitCode = await run(path)
    return judge(readReport(path, read), exitCode, isCi)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport<Report>(path: string, read: (report: Report) => Tally): Tally | undefined {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')) as Report)
  } catch {
    // The runner ended before it could write one; its exit code and its own words say the rest.
    return undefined
  }
}

function runNode(root: string, args: string[], extra: Partial<NodeJS.ProcessEnv> = {}): Promise<number> {
  return runForwarding(process.execPath, args, { cwd: root, env: { ...process.env, ...extra } })
}
