/** What is told to those who find an image deactivated. */
export interface DeactivationNote {
  readonly reason: string
  /** Where more is written: an address, or a number that people know. */
  readonly ticket: string | null
  /** When the image becomes active again by itself; null: somebody has to reactivate it. */
  readonly untilMs: number | null
}

export interface Deactivation extends DeactivationNote {
  readonly sinceMs: number
}

/** The notes of deactivated images. They are written and removed with the image's status. */
export interface DeactivationRecords {
  /** By image; those that were deactivated without a word are absent. */
  of(imageIds: readonly string[]): Promise<ReadonlyMap<string, Deactivation>>
  /** The ids of images that shall be active again by now, the longest overdue first. */
  listDue(nowMs: number, limit: number): Promise<readonly string[]>
}

/** Why the data of a deactivated image is not given out, as far as it was said. */
export function blockedText(note: DeactivationNote | undefined): string {
  const rule = 'The image is deactivated: only an administrator can download it.'
  if (note === undefined) return rule
  const ticket = note.ticket === null ? '' : ` (${note.ticket})`
  const end = note.untilMs === null ? '' : ` Until ${new Date(note.untilMs).toISOString().slice(0, 16)}Z.`
  return `${rule} Reason: ${note.reason}${ticket}${/[.!?]$/.test(note.reason) && ticket === '' ? '' : '.'}${end}`
}
