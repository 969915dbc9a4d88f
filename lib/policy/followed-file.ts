import type { Log } from '#lib/log.ts'
import { type FileWatch, stampOf, watchFile } from './watch-file.ts'

export type Reload = 'unchanged' | 'loaded' | 'refused'

/** What a file of the site says now, kept in step with it. */
export interface FollowedFile<T> {
  current(): T
  /**
   * Reads the file again if it has changed (`again`: in any case). A bad version is logged as an error, and what was read
   * before goes on to hold.
   */
  reload(again?: 'again'): Promise<Reload>
  close(): void
}

export interface FollowOptions<T> {
  readonly path: string
  /** What the file is, for the log: `policy file`. */
  readonly what: string
  /** @throws RefusedFileError */
  readonly read: (path: string) => Promise<T & { readonly warnings: readonly string[] }>
  /** What else the log should tell of a new version. */
  readonly describe?: (value: T) => object
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>
  /** Called after each look at the file that the watch caused. */
  readonly onReload?: ((result: Reload) => void) | undefined
}

/** @throws what `read` throws: at the start a bad file is no file to go on with */
export async function followFile<T>(options: FollowOptions<T>): Promise<FollowedFile<T>> {
  const { path, what, read, describe, log, onReload } = options
  let stamp = await stampOf(path)
  const first = await read(path)
  let value: T = first
  const warn = (warnings: readonly string[]) => {
    for (const warning of warnings) log.warn({ file: path }, warning)
  }
  warn(first.warnings)

  async function reloadNow(again: boolean): Promise<Reload> {
    const seen = await stampOf(path)
    if (seen === stamp && !again) return 'unchanged'
    stamp = seen
    try {
      const next = await read(path)
      value = next
      warn(next.warnings)
    } catch (error) {
      log.error(
        { err: error, file: path },
        `The new version of the ${what} is refused; the old one goes on to hold.`,
      )
      return 'refused'
    }
    log.info({ file: path, ...describe?.(value) }, `The ${what} has been read again.`)
    return 'loaded'
  }

  const inTurn = createTurns()
  const reload = (again?: 'again') => inTurn(() => reloadNow(again === 'again'))
  const watch: FileWatch = watchFile(path, () => void reload().then(onReload))
  return { current: () => value, reload, close: () => watch.close() }
}

/** One run after the other, so that the newest file is the last that counts. */
function createTurns(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const next = last.then(run, run)
    last = next.catch(() => undefined)
    return next
  }
}
