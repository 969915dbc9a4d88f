import { runForwarding } from './run-forwarding.mjs'

/**
 * Goes on as `node <args>` in the project's folder. Where the system can replace a running program, this process
 * becomes it, so that signals reach it directly; elsewhere it runs as a child and signals are passed on.
 * @returns the exit code, where this process was not replaced
 */
export function becomeNode(
  root: string,
  args: string[],
  extra: Partial<NodeJS.ProcessEnv> = {},
): Promise<number> {
  const env = { ...process.env, ...extra }
  if (process.platform !== 'win32' && typeof process.execve === 'function') {
    process.execve(process.execPath, [process.execPath, ...args], env)
  }
  return runForwarding(process.execPath, args, { cwd: root, env })
}
