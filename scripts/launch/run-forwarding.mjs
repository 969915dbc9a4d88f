import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']

/**
 * Whether a signal that reached us must be passed on by hand. Ctrl-C in a terminal reaches the whole
 * foreground group, the child included: passing it on would deliver it twice.
 * @param {string} signal
 * @param {boolean} isTerminal
 */
export function mustForward(signal, isTerminal) {
  return !(signal === 'SIGINT' && isTerminal)
}

/**
 * Exit code of a finished child, as a shell reports it (128 + signal number).
 * @param {number | null} code
 * @param {string | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  if (signal === null) return code ?? 1
  return 128 + (constants.signals[/** @type {keyof typeof constants.signals} */ (signal)] ?? 0)
}

/**
 * Runs a program with our standard streams, passes signals on, and resolves with its exit code.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runForwarding(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    const isTerminal = process.stdin.isTTY === true
    const handlers = FORWARDED.map((signal) => {
      const handler = () => {
        if (mustForward(signal, isTerminal)) child.kill(/** @type {NodeJS.Signals} */ (signal))
      }
      process.on(signal, handler)
      return () => process.off(signal, handler)
    })
    const release = () => {
      for (const off of handlers) off()
    }
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      release()
      resolve(exitCodeOf(code, signal))
    })
  })
}
