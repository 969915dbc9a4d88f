import type { ImageDraft } from '#lib/client/image-patch.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { ImageStateRequest } from '#lib/client/images.ts'
import { applyChanges, type PropertyChanges } from '#lib/client/metadefs/property-rows.ts'
import type { StoreOrder } from '#lib/client/stores.ts'
import type { Translate } from '#lib/client/words.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { DeactivationNote } from '#lib/domain/deactivation.ts'
import type { Visibility } from '#lib/domain/image.ts'
import { type Asker, isAdministrator } from '#lib/domain/rights.ts'
import { ALLOWED, allOf, allowedIf, refused, type Verdict } from '#lib/domain/verdict.ts'
import type { Messages } from '../../../messages/messages.ts'

/** Something that can be done to one image or to many. */
export interface ImageTask {
  /** What is said when it worked: "deleted", "made public". */
  readonly done: TaskDone
  readonly verdict: (image: ImageView, asker: Asker) => Verdict
  readonly how: TaskStep
}

/** `kind` is the key of its words. */
export type TaskDone =
  | { readonly kind: Exclude<keyof Messages['common']['did'], FactualDone['kind']> }
  | FactualDone

type FactualDone =
  | { readonly kind: 'offered' | 'given'; readonly project: string }
  | { readonly kind: 'copying' | 'moving' | 'removedFrom'; readonly store: string }
  | { readonly kind: 'made'; readonly visibility: Visibility }

/** `deleted`, `made public`: a participle, to be put into a sentence. */
export function doneText(done: TaskDone, t: Translate<'common'>): string {
  const { kind, ...facts } = done
  return t(`did.${kind}`, facts)
}

export type TaskStep =
  | { readonly kind: 'delete' }
  | ({ readonly kind: 'state' } & Pick<ImageStateRequest, 'action' | 'note'>)
  | { readonly kind: 'share' | 'owner'; readonly projectId: string }
  | { readonly kind: 'store'; readonly order: StoreOrder }
  | { readonly kind: 'download' }
  | { readonly kind: 'change'; readonly change: (draft: ImageDraft) => ImageDraft }

export const DELETE_TASK: ImageTask = {
  done: { kind: 'deleted' },
  verdict: imageCan.delete,
  how: { kind: 'delete' },
}

export const STATE_TASKS: Readonly<Record<ImageStateRequest['action'], ImageTask>> = {
  deactivate: {
    done: { kind: 'deactivated' },
    verdict: imageCan.deactivate,
    how: { kind: 'state', action: 'deactivate' },
  },
  reactivate: {
    done: { kind: 'reactivated' },
    verdict: imageCan.reactivate,
    how: { kind: 'state', action: 'reactivate' },
  },
}

/** Deactivates, and says why to whoever meets the image. */
export function deactivateTask(note: DeactivationNote): ImageTask {
  return {
    ...STATE_TASKS.deactivate,
    verdict: imageCan.explainDeactivation,
    how: { kind: 'state', action: 'deactivate', note },
  }
}

export function protectTask(isProtected: boolean): ImageTask {
  const word = isProtected ? 'protected' : 'unprotected'
  return {
    done: { kind: word },
    verdict: (image, asker) =>
      allOf(imageCan.protect(image, asker), changes(image.isProtected !== isProtected, word)),
    how: { kind: 'change', change: (draft) => ({ ...draft, isProtected }) },
  }
}

export function hideTask(isHidden: boolean): ImageTask {
  const word = isHidden ? 'hidden' : 'shown in lists'
  return {
    done: { kind: isHidden ? 'hidden' : 'shown' },
    verdict: (image, asker) => allOf(imageCan.edit(image, asker), changes(image.isHidden !== isHidden, word)),
    how: { kind: 'change', change: (draft) => ({ ...draft, isHidden }) },
  }
}

/** Offers the images to a project, which decides whether it wants them in its lists. */
export function shareTask(project: { readonly id: string; readonly name: string }): ImageTask {
  return {
    done: { kind: 'offered', project: project.name },
    verdict: imageCan.addMember,
    how: { kind: 'share', projectId: project.id },
  }
}

export const DOWNLOAD_TASK: ImageTask = {
  done: { kind: 'downloading' },
  verdict: imageCan.download,
  how: { kind: 'download' },
}

/** Gives the images to another project. */
export function ownerTask(project: { readonly id: string; readonly name: string }): ImageTask {
  return {
    done: { kind: 'given', project: project.name },
    verdict: (image, asker) =>
      allOf(
        imageCan.changeOwner(image, asker),
        allowedIf(image.owner !== project.id, 'The project owns it already.'),
      ),
    how: { kind: 'owner', projectId: project.id },
  }
}

/** What a machine needs at least; what is not named stays. */
export function minimumsTask(minimums: Partial<Pick<ImageDraft, 'minDiskGb' | 'minRamMb'>>): ImageTask {
  return {
    done: { kind: 'changed' },
    verdict: imageCan.edit,
    how: { kind: 'change', change: (draft) => ({ ...draft, ...minimums }) },
  }
}

/** Copies, moves, removes or reads the data. Only administrators; what else stands in the way, the service says. */
export function storeTask(order: StoreOrder): ImageTask {
  return {
    done: storeDone(order),
    verdict: (_image, asker) =>
      allowedIf(isAdministrator(asker), 'Only administrators move data between stores.'),
    how: { kind: 'store', order },
  }
}

function storeDone(order: StoreOrder): TaskDone {
  switch (order.action) {
    case 'copy':
      return { kind: 'copying', store: order.to }
    case 'move':
      return { kind: 'moving', store: order.to }
    case 'remove':
      return { kind: 'removedFrom', store: order.from }
    case 'verify':
      return { kind: 'verifying' }
  }
}

export function visibilityTask(visibility: Visibility): ImageTask {
  return {
    done: { kind: 'made', visibility },
    verdict: (image, asker) =>
      allOf(
        imageCan.setVisibility(image, asker, visibility),
        changes(image.visibility !== visibility, visibility),
      ),
    how: { kind: 'change', change: (draft) => ({ ...draft, visibility }) },
  }
}

export interface TagChange {
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

export function tagTask({ add, remove }: TagChange): ImageTask {
  return {
    done: { kind: 'tagged' },
    verdict: imageCan.edit,
    how: {
      kind: 'change',
      change: (draft) => ({
        ...draft,
        tags: [...new Set([...draft.tags, ...add])].filter((tag) => !remove.includes(tag)),
      }),
    },
  }
}

export function propertiesTask(changes: PropertyChanges): ImageTask {
  return {
    done: { kind: 'changed' },
    verdict: imageCan.edit,
    how: {
      kind: 'change',
      change: (draft) => ({ ...draft, properties: applyChanges(draft.properties, changes) }),
    },
  }
}

/** Allowed when at least one of the images allows it; else what the first says. */
export function verdictForAll(task: ImageTask, images: readonly ImageView[], asker: Asker): Verdict {
  const verdicts = images.map((image) => task.verdict(image, asker))
  return verdicts.find((verdict) => verdict.allowed) ?? verdicts[0] ?? ALLOWED
}

function changes(isDifferent: boolean, word: string): Verdict {
  return isDifferent ? ALLOWED : refused(`It is ${word} already.`)
}
