import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']

/**
 * Whether a signal that reached us must be passed on by hand. Ctrl-C in a terminal reaches the whole
 * foreground group, the child included: passing it on would deliver it twice.
 * @param {NodeJS.Signals} signal
 * @param {boolean} isTerminal
 */
export function mustForward(signal, isTerminal) {
  return !(signal === 'SIGINT' && isTerminal)
}

/**
 * Exit code of a finished child, as a shell reports it (128 + signal number).
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal]
}

/**
 * Whether that exit code says that somebody wanted the program to end, rather than that it failed.
 * @param {number} code
 */
export function isInterruption(code) {
  const { SIGHUP, SIGINT, SIGTERM } = constants.signals
  return [SIGHUP, SIGINT, SIGTERM].some((signal) => code === 128 + signal)
}

/**
 * Runs a program, passes signals on, and resolves with its exit code when it has ended. It shares our standard
 * streams, unless its words are wanted: then it reads and prints nothing, and `onWords` gets its stderr.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, onWords?: (text: string) => void }} [options]
 * @returns {Promise<number>}
 */
export function runForwarding(file, args, { onWords, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: onWords ? ['ignore', 'ignore', 'pipe'] : 'inherit' })
    if (onWords) child.stderr?.setEncoding('utf8').on('data', onWords)
    const release = forwardSignals(child)
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      resolve(exitCodeOf(code, signal))
    })
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(child) {
  const isTerminal = process.stdin.isTTY === true
  /** @param {NodeJS.Signals} signal */
  const handler = (signal) => {
    if (mustForward(signal, isTerminal)) child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, handler)
  return () => {
    for (const signal of FORWARDED) process.off(signal, handler)
  }
}
