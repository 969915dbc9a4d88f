import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Building the simulated vCenter takes both processors for most of a minute: what was built is kept between runs. */
export function builtSimulator(scripts: string, data: string) {
  const source = readFileSync(join(scripts, 'vcsim', 'main.go'))
  const kept = join(
    tmpdir(),
    `vitrine-vcsim-${createHash('sha256').update(source).digest('hex').slice(0, 16)}`,
  )
  const used = join(data, 'vmware', 'vcsim')
  return {
    bring(): void {
      if (!isOurs(kept)) return
      mkdirSync(join(data, 'vmware'), { recursive: true })
      copyFileSync(kept, used)
    },
    keep(): void {
      if (existsSync(kept)) return
      copyFileSync(used, `${kept}.${process.pid}`)
      renameSync(`${kept}.${process.pid}`, kept)
    },
  }
}

/** A program that somebody else put there is not run. */
function isOurs(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}
