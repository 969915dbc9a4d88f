import type { UploadEvent } from '../model/machine.ts'
import type { Upload, UploadOwner, WaitNote } from '../model/upload.ts'
import { backOffMs } from '../pace/back-off.ts'
import { GONE, type Trouble } from '../transfer/trouble.ts'

interface Moment {
  readonly nowMs: number
  /** 0 to 1. */
  readonly random: number
  /** Who is signed in now; null when nobody is. */
  readonly who: UploadOwner | null
}

/** What trouble means for the upload. */
export function eventAfter(trouble: Trouble, upload: Upload, { nowMs, random, who }: Moment): UploadEvent {
  switch (trouble.kind) {
    case 'network':
      return wait('network', nowMs + backOffMs(upload.attempts, random), null)
    case 'server':
    case 'too-long-for-proxy': {
      const { retryAfterMs, note } = trouble.kind === 'server' ? trouble : { retryAfterMs: null, note: null }
      const retryAtMs = nowMs + backOffMs(upload.attempts, random, retryAfterMs)
      return wait('server', retryAfterMs === 0 ? soon(upload, nowMs, random) : retryAtMs, note)
    }
    case 'sign-in':
      return wait('sign-in', null, null)
    case 'gone':
      return afterGone(upload, soon(upload, nowMs, random), who)
    case 'refused':
      return { type: 'refused', fault: trouble.fault }
  }
}

/** For another person or project, what is there looks as if it were not. */
function afterGone(upload: Upload, retryAtMs: number, who: UploadOwner | null): UploadEvent {
  const hindrance = hindranceFor(upload, who)
  if (hindrance !== null) return wait(hindrance, null, null)
  // While sending, only the tus upload is missed: what became of it is looked up through the image.
  if (upload.state.at === 'sending' || upload.state.at === 'finishing') return wait('server', retryAtMs, null)
  return { type: 'refused', fault: GONE }
}

/** At once the first time; a second one in a row is no accident. */
function soon(upload: Upload, nowMs: number, random: number): number {
  return upload.attempts === 0 ? nowMs : nowMs + backOffMs(upload.attempts, random)
}

/** Why an upload cannot go on for who is signed in; null when it can. */
export function hindranceFor(upload: Upload, who: UploadOwner | null): 'sign-in' | 'project' | null {
  if (who === null || who.userId !== upload.owner.userId) return 'sign-in'
  return who.projectId === upload.owner.projectId ? null : 'project'
}

function wait(
  reason: 'network' | 'server' | 'sign-in' | 'project',
  retryAtMs: number | null,
  note: WaitNote | null,
) {
  return { type: 'interrupted', reason, retryAtMs, note } as const
}
