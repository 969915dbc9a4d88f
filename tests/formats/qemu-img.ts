import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface NewDisk {
  readonly driver: string
  readonly options?: string
  readonly extra?: readonly string[]
  readonly size?: string
}

/** A temporary folder in which the real qemu-img works. */
export interface Workbench {
  readonly path: (file: string) => string
  readonly qemuImg: (...args: readonly string[]) => string
  /** Creates a disk and gives its path. */
  readonly create: (file: string, disk: NewDisk) => string
  readonly virtualSize: (file: string, driver: string) => number
  readonly remove: () => void
}

export function createWorkbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), 'formats-'))
  const path = (file: string) => join(folder, file)
  const qemuImg = (...args: readonly string[]) =>
    execFileSync('qemu-img', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    path,
    qemuImg,
    create(file, { driver, options, extra = [], size = '20M' }) {
      const withOptions = options ? ['-o', options] : []
      retryBenchmark(() => qemuImg('create', '-q', ...extra, '-f', driver, ...withOptions, file, size))
      return path(file)
    },
    virtualSize(file, driver) {
      const info: { 'virtual-size': number } = JSON.parse(
        qemuImg('info', '--output=json', '-f', driver, file),
      )
      return info['virtual-size']
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** qemu-img times its key derivation for LUKS and gives up when the clock did not move in between. */
function retryBenchmark(run: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      run()
      return
    } catch (error) {
      if (attempt === 20 || !String(error).includes('accurate CPU usage')) throw error
    }
  }
}
