import { ConfigError, loadConfig } from '#lib/config.ts'
import { runAdopt } from './adopt.ts'
import { runExport } from './export.ts'
import { runImport } from './import.ts'
import { runMetadefs } from './metadefs.ts'
import { runQuota } from './quota.ts'
import { runTrash } from './trash.ts'
import { UsageError } from './usage-error.ts'

const COMMANDS = new Map([
  ['adopt', runAdopt],
  ['export', runExport],
  ['import', runImport],
  ['metadefs', runMetadefs],
  ['quota', runQuota],
  ['trash', runTrash],
])

/** What can be done by hand beside the running service; it may run meanwhile. */
async function main([command = '', ...args]: readonly string[]): Promise<void> {
  const run = COMMANDS.get(command)
  if (run === undefined) {
    throw new UsageError(`There are the commands ${[...COMMANDS.keys()].join(', ')}, not “${command}”.`)
  }
  process.stdout.write(`${await run(loadConfig(), args)}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof UsageError || error instanceof ConfigError
  process.stderr.write(`${isExpected ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
})
