import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { isInterruption, runForwarding } from './run-forwarding.mjs'

/**
 * Runs npm quietly.
 * @param {string} root the project; a cache goes there where the home folder cannot hold one
 * @param {string} cwd
 * @param {readonly string[]} args
 * @returns {Promise<string | undefined>} nothing when it went well, else the first lines of what npm said
 * @throws {LaunchError} when somebody ended it
 */
export async function runNpm(root, cwd, args) {
  const npm = npmCommand(process.env)
  let words = ''
  const code = await runForwarding(npm.file, [...npm.args, ...args, '--loglevel=error'], {
    cwd,
    env: npmEnvironment(process.env, root, isHomeWritable()),
    shell: npm.shell,
    onWords: (text) => {
      words += text
    },
  }).catch((error) => {
    words += `npm could not be started: ${error.message}`
    return 1
  })
  if (isInterruption(code)) throw new LaunchError('interrupted', code)
  return code === 0 ? undefined : firstLines(words)
}

/**
 * How to start npm: the very npm that started us where there is one, else the one on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} platform
 * @returns {{ file: string, args: string[], shell: boolean }}
 */
export function npmCommand(env, platform = process.platform) {
  const cli = env.npm_execpath
  if (cli && basename(cli) === 'npm-cli.js') return { file: process.execPath, args: [cli], shell: false }
  // Windows has npm.cmd, which only a shell can start.
  return { file: 'npm', args: [], shell: platform === 'win32' }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @param {boolean} isHomeUsable
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(env, root, isHomeUsable) {
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }
  const needsCache = !env.npm_config_cache && !isHomeUsable
  const cache = needsCache ? { npm_config_cache: join(root, '.runtime', 'npm-cache') } : {}
  return { ...env, ...quiet, ...cache }
}

/**
 * The start of npm's explanation, without its prefixes and warnings.
 * @param {string} text
 */
export function firstLines(text) {
  const lines = text
    .split('\n')
    .filter((line) => !/^npm (warn|WARN)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?/, ''))
    .filter((line) => line.trim() !== '' && !line.startsWith('A complete log'))
  return lines.slice(0, 4).join('\n    ') || 'npm gave no reason'
}

function isHomeWritable() {
  try {
    accessSync(homedir(), constants.W_OK)
    return true
  } catch {
    return false
  }
}
