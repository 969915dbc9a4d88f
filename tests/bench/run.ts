import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '#tests/support/server.ts'
import { startBareServer } from './children.ts'
import { type Row, toMarkdown } from './report.ts'
import { benchRequests } from './requests.ts'
import { benchTransfers } from './transfers.ts'

/** `npm run bench`, or `npm run bench -- --size-mib 256` for a shorter one. Prints a Markdown table. */
function sizeFromArguments(args: readonly string[]): number {
  const at = args.indexOf('--size-mib')
  return (at === -1 ? 1024 : Number(args[at + 1])) * 1024 * 1024
}

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
const server = await startServer({ dataDir: join(folder, 'data'), env: { VITRINE_LOG_LEVEL: 'warn' } })
const bare = await startBareServer(folder)
try {
  const rows: Row[] = []
  rows.push(...(await benchRequests(server, bare)))
  rows.push(...(await benchTransfers(server, bare, sizeFromArguments(process.argv))))
  process.stdout.write(`Node ${process.version}, ${cpus().length} cores\n\n${toMarkdown(rows)}\n`)
} finally {
  await server.stop()
  await bare.stop()
  await rm(folder, { recursive: true, force: true })
}
