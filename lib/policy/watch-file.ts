import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

/** Differs when the file has become another. */
export type Stamp = string

export interface FileWatch {
  close(): void
}

/** Long enough for an editor to finish writing, so that half a file does not count. */
const SETTLE_MS = 200
/** File systems that report nothing (network shares, mounted secrets) are looked at this often. */
const POLL_MS = 10_000

/** `gone` while there is no such file. */
export async function stampOf(path: string): Promise<Stamp> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found === null ? 'gone' : `${found.ino} ${found.size} ${found.mtimeNs}`
}

/**
 * Calls when the file may have changed: soon after the file system says so, and now and then. The folder is watched,
 * because editors and deployments put a new file in the old one's place. Keeps no process alive.
 */
export function watchFile(path: string, onChange: () => void): FileWatch {
  let settling: NodeJS.Timeout | undefined
  const soon = (): void => {
    clearTimeout(settling)
    settling = setTimeout(onChange, SETTLE_MS).unref()
  }
  const polling = setInterval(onChange, POLL_MS).unref()
  const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
    // A mounted secret changes by a link beside the file, so a name of another file can mean this one, too.
    if (name === null || name === basename(path) || name.startsWith('..')) soon()
  })
  watcher.on('error', () => watcher.close())
  return {
    close() {
      clearTimeout(settling)
      clearInterval(polling)
      watcher.close()
    },
  }
}
