// `npm test` and its parts; started by the launcher, when packages are there.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { say } from '../launch/say.ts'
import { CHECK, type Outcome, PARTS, type Part, type PartContext } from './parts.ts'
import { CHROMIUM, installTools } from './system-tools.ts'
import { add, exitCodeOf, NOTHING, summary, type Tally, verdict } from './tally.ts'

interface Result {
  readonly name: string
  readonly tally: Tally
  readonly seconds: number
  readonly notRun?: string
}

let isInterrupted = false

async function main(args: readonly string[]): Promise<number> {
  const { parts, extra } = choose(args)
  const isCi = process.env.CI === 'true' || process.env.CI === '1'
  isolateEnvironment()
  installTools(parts.flatMap((part) => (part.name === 'e2e' ? [CHROMIUM] : part.tools)))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => (isInterrupted = true))

  const results: Result[] = []
  for (const part of parts) {
    if (isInterrupted) break
    results.push(await runPart(part, { root: process.cwd(), isCi, extra }))
  }
  return report(results)
}

/** Names of parts come first; what follows the first other word goes to the test runners. */
function choose(args: readonly string[]): { parts: readonly Part[]; extra: readonly string[] } {
  if (args[0] === 'check') return { parts: CHECK, extra: args.slice(1) }
  const isName = (word: string): boolean => PARTS.some((part) => part.name === word)
  const end = args.findIndex((word) => !isName(word))
  const names = end === -1 ? args : args.slice(0, end)
  const extra = end === -1 ? [] : args.slice(end)
  if (names.length === 0 && extra.length > 0) {
    say(`"${extra[0]}" is no part of the tests; there are ${PARTS.map((part) => part.name).join(', ')}`)
    process.exit(2)
  }
  return { parts: names.length === 0 ? PARTS : PARTS.filter((part) => names.includes(part.name)), extra }
}

/** What the person has set for a server of their own must not change what the tests see. */
function isolateEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('VITRINE_') || name === 'HOST' || name === 'PORT' || name === 'NODE_ENV')
      delete process.env[name]
  }
}

async function runPart(part: Part, context: PartContext): Promise<Result> {
  console.log(`\n── ${part.name} ${'─'.repeat(Math.max(3, 60 - part.name.length))}`)
  const startedMs = performance.now()
  const outcome = await attempt(part, context)
  const seconds = (performance.now() - startedMs) / 1000
  const result = { name: part.name, seconds, ...settle(outcome, context.isCi) }
  if (result.notRun) console.log(`!!! ${part.name} NOT RUN: ${result.notRun}`)
  return result
}

/** A part that throws has failed; the next one runs all the same. */
async function attempt(part: Part, context: PartContext): Promise<Outcome> {
  try {
    return await part.run(context)
  } catch (error) {
    console.error(
      error instanceof Error && error.name === 'LaunchError' ? `vitrine: ${error.message}` : error,
    )
    return verdict(false)
  }
}

function settle(outcome: Outcome, isCi: boolean): { tally: Tally; notRun?: string } {
  if (!('notRun' in outcome)) return { tally: outcome }
  return { tally: isCi ? verdict(false) : NOTHING, notRun: outcome.notRun }
}

function report(results: readonly Result[]): number {
  const total = results.map((result) => result.tally).reduce(add, NOTHING)
  const final = isInterrupted ? add(total, verdict(false)) : total
  console.log('\n── summary ─────────────────────────────────────────────────────')
  for (const result of results) console.log(lineOf(result))
  if (isInterrupted) console.log('interrupted: the rest was not run')
  if (final.skipped > 0) console.log(`${final.skipped} tests were skipped; in CI they count as failed`)
  console.log(summary(final))
  return exitCodeOf(final)
}

function lineOf({ name, tally, seconds, notRun }: Result): string {
  const mark = tally.failed > 0 ? 'FAILED' : notRun ? 'NOT RUN' : 'ok'
  const reason = notRun ? `  (${notRun})` : ''
  return `${mark.padEnd(8)}${name.padEnd(10)}${summary(tally).padEnd(24)}${seconds.toFixed(1).padStart(6)} s${reason}`
}

process.chdir(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
process.exitCode = await main(process.argv.slice(2))
