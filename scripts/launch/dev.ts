// `npm run dev`: runs the server, and runs it again when what it is made of changes. Node's own --watch also
// follows the files that Next writes while it compiles a page, and would restart at every click.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { concernsServer } from './concerns-server.ts'
import { say } from './say.ts'

const SETTLE_MS = 150
const STOP_TIMEOUT_MS = 3_000

function start(): ChildProcess {
  return spawn(process.execPath, ['server.ts', '--dev', ...process.argv.slice(2)], { stdio: 'inherit' })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(force)
}

async function main(): Promise<void> {
  const root = process.cwd()
  let child = start()
  let changes = Promise.withResolvers<string>()
  const isTerminal = process.stdin.isTTY === true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      // Ctrl-C has reached the server already.
      if (!(signal === 'SIGINT' && isTerminal)) child.kill(signal)
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      process.exit(child.exitCode ?? 0)
    })
  }
  watch(join(root, 'lib'), { recursive: true }, (_event, path) => {
    if (path !== null && concernsServer(path)) changes.resolve(`lib/${path}`)
  })
  watch(join(root, 'server.ts'), () => changes.resolve('server.ts'))

  for (;;) {
    const path = await changes.promise
    // An editor or a checkout writes several files: wait until it is quiet.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    changes = Promise.withResolvers<string>()
    say(`${path} changed; starting the server again`)
    await stop(child)
    child = start()
  }
}

await main()
