import { describe, expect, it } from 'vitest'
import { exitCodeOf, isInterruption, mustForward, runForwarding } from './run-forwarding.mjs'

const runScript = (script: string) => runForwarding(process.execPath, ['-e', script])

describe('exit codes', () => {
  it('are the program’s own', async () => {
    expect(await runScript('process.exit(7)')).toBe(7)
    expect(await runScript('')).toBe(0)
  })

  it('are 128 and the signal’s number for a program that a signal ended', async () => {
    expect(exitCodeOf(null, 'SIGKILL')).toBe(137)
    expect(await runScript("process.kill(process.pid, 'SIGTERM')")).toBe(143)
  })

  it('tell somebody’s wish to end it from a failure', () => {
    expect([130, 143, 129].map(isInterruption)).toEqual([true, true, true])
    expect([0, 1, 137].map(isInterruption)).toEqual([false, false, false])
  })
})

describe('signals', () => {
  it('reach the running program, whose answer decides the exit code', async () => {
    const script =
      "process.on('SIGTERM', () => process.exit(42)); setInterval(() => {}, 1000); console.error('ready')"
    const code = await runForwarding(process.execPath, ['-e', script], {
      onWords: () => process.emit('SIGTERM', 'SIGTERM'),
    })
    expect(code).toBe(42)
  })

  it('leave no listener behind', async () => {
    const before = process.listenerCount('SIGTERM')
    await runScript('')
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })

  it('are not passed on where the terminal has already delivered them', () => {
    expect(mustForward('SIGINT', true)).toBe(false)
    expect(mustForward('SIGINT', false)).toBe(true)
    expect(mustForward('SIGTERM', true)).toBe(true)
  })
})

it('reports a program that cannot be started', async () => {
  await expect(runForwarding('/nonexistent/program', [])).rejects.toThrow('ENOENT')
})
