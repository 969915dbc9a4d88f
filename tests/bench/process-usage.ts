import { readFile, writeFile } from 'node:fs/promises'

/** What a process has used since it started; null where the platform does not tell (Linux does). */
export interface Usage {
  readonly cpuSeconds: number
  readonly peakMiB: number
}

const TICKS_PER_SECOND = 100

/** @returns CPU time of all threads, and the largest resident size since the last `resetPeak`. */
export async function readUsage(pid: number): Promise<Usage | null> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ])
    // The name in parentheses may hold blanks: count the fields from behind it (proc(5): utime and stime are 14 and 15).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const peakKiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      peakMiB: peakKiB / 1024,
    }
  } catch {
    return null
  }
}

/** Starts the measurement of the peak anew (proc(5): writing 5 to clear_refs). */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined)
}
