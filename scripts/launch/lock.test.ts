import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { withLock } from './lock.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vitrine-lock-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const nobodyWaits = () => {
  throw new Error('nobody should have to wait')
}

it('lets one work at a time, and says that the second waits', async () => {
  const events: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = withLock(root, 'build', nobodyWaits, async () => {
    events.push('first begins')
    await gate.promise
    events.push('first ends')
  })
  const second = withLock(
    root,
    'build',
    () => {
      events.push('second waits')
      gate.resolve()
    },
    async () => void events.push('second begins'),
  )
  await Promise.all([first, second])
  expect(events).toEqual(['first begins', 'second waits', 'first ends', 'second begins'])
})

it('keeps different names apart', async () => {
  const inner = () => withLock(root, 'packages', nobodyWaits, async () => 'done')
  await expect(withLock(root, 'build', nobodyWaits, inner)).resolves.toBe('done')
})

it('is free again after a failure', async () => {
  const failing = withLock(root, 'build', nobodyWaits, async () => {
    throw new Error('broken')
  })
  await expect(failing).rejects.toThrow('broken')
  await expect(withLock(root, 'build', nobodyWaits, async () => 'done')).resolves.toBe('done')
})

it('is free again after its holder was killed', async () => {
  const module = new URL('./lock.ts', import.meta.url).href
  // The timer holds what it wakes: a promise that nothing can reach would be collected, and the lock with it.
  const script = `import { withLock } from ${JSON.stringify(module)}
    await withLock(${JSON.stringify(root)}, 'build', () => {}, async () => {
      console.log('held'); await new Promise((resolve) => setTimeout(resolve, 60_000)) })`
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  let waited = false
  const mine = withLock(
    root,
    'build',
    () => {
      waited = true
      holder.kill('SIGKILL')
    },
    async () => 'mine',
  )
  await expect(mine).resolves.toBe('mine')
  expect(waited).toBe(true)
})

it('says what to do where the folder cannot be written', async () => {
  writeFileSync(join(root, '.runtime'), 'not a folder')
  const attempt = withLock(root, 'build', nobodyWaits, async () => 'done')
  await expect(attempt).rejects.toThrow(/cannot be written.*\n.*npm run build/s)
})
