import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * How to start npm: the very npm that started us where there is one, else the one on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ file: string, args: string[], shell: boolean }}
 */
export function npmCommand(env) {
  const cli = env.npm_execpath
  if (cli && basename(cli) === 'npm-cli.js') return { file: process.execPath, args: [cli], shell: false }
  // Windows has npm.cmd, which only a shell can start.
  return { file: 'npm', args: [], shell: process.platform === 'win32' }
}

/**
 * The environment of npm: quiet, and with a cache inside the project where the home folder cannot hold one.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(env, root) {
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }
  const cache =
    env.npm_config_cache || isHomeWritable() ? {} : { npm_config_cache: join(root, '.runtime', 'npm-cache') }
  return { ...env, ...quiet, ...cache }
}

function isHomeWritable() {
  try {
    accessSync(homedir(), constants.W_OK)
    return true
  } catch {
    return false
  }
}
