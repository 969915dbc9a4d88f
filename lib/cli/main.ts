import { ConfigError, loadConfig } from '#lib/config.ts'
import { runMetadefs } from './metadefs.ts'
import { UsageError } from './usage-error.ts'

/** What can be done by hand beside the running service; it may run meanwhile. */
async function main([command, ...args]: readonly string[]): Promise<void> {
  if (command !== 'metadefs') throw new UsageError(`There is the command metadefs, not “${command ?? ''}”.`)
  process.stdout.write(`${await runMetadefs(loadConfig(), args)}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof UsageError || error instanceof ConfigError
  process.stderr.write(`${isExpected ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
})
