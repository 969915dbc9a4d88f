import { conflict } from './errors.ts'
import type { ImageStatus } from './image.ts'

/** The life cycle of an image. Source: the Image service's state machine (ours: `deactivated →
 *  pending_delete` and back, so that a deletion is possible and its undoing activates nothing). */
export const TRANSITIONS: Readonly<Record<ImageStatus, readonly ImageStatus[]>> = {
  queued: ['saving', 'uploading', 'importing', 'active', 'deleted'],
  saving: ['active', 'queued', 'killed', 'deleted'],
  uploading: ['importing', 'queued', 'deleted'],
  importing: ['active', 'queued', 'deleted'],
  active: ['deactivated', 'deleted', 'pending_delete'],
  deactivated: ['active', 'deleted', 'pending_delete'],
  killed: ['deleted'],
  pending_delete: ['deleted', 'active', 'deactivated'],
  deleted: [],
}

export function canTransition(from: ImageStatus, to: ImageStatus): boolean {
  return TRANSITIONS[from].includes(to)
}

/** @throws DomainError `conflict` when the life cycle does not allow the step. */
export function assertTransition(imageId: string, from: ImageStatus, to: ImageStatus): void {
  if (!canTransition(from, to)) {
    throw conflict(`Image ${imageId} is ${from}; it cannot become ${to} from there.`)
  }
}
