import type { TaskProgress } from '#lib/domain/task.ts'

const MIB = 1024 * 1024
/** The rate is that of about the last seconds: a mean since the beginning hides that nothing moves any more. */
const WINDOW_MS = 8_000

export interface ProgressMeter {
  update(step: string, doneBytes: number, totalBytes: number | null, parts?: TaskProgress['parts']): void
  current(): TaskProgress | null
}

/** Remembers how far a task is, and how fast it goes. */
export function createProgressMeter(nowMs: () => number): ProgressMeter {
  let latest: Omit<TaskProgress, 'bytesPerSecond'> | null = null
  let samples: { readonly ms: number; readonly bytes: number }[] = []
  return {
    update(step, doneBytes, totalBytes, parts = null) {
      if (latest?.step !== step || doneBytes < latest.doneBytes) samples = []
      latest = { step, doneBytes, totalBytes, parts }
      const ms = nowMs()
      const last = samples.at(-1)
      if (last === undefined || ms - last.ms >= 250) samples.push({ ms, bytes: doneBytes })
      samples = samples.filter((sample) => ms - sample.ms <= WINDOW_MS)
    },
    current() {
      if (latest === null) return null
      return { ...latest, bytesPerSecond: rateOf(samples, nowMs(), latest.doneBytes) }
    },
  }
}

function rateOf(
  samples: readonly { ms: number; bytes: number }[],
  nowMs: number,
  doneBytes: number,
): number | null {
  const [first] = samples
  if (first === undefined || nowMs <= first.ms) return null
  return Math.round(((doneBytes - first.bytes) * 1000) / (nowMs - first.ms))
}

/** Glance's words: clients of old look for them. */
export function progressMessage(progress: TaskProgress | null): string {
  return progress === null ? '' : `Copied ${Math.floor(progress.doneBytes / MIB)} MiB`
}
