import { blockedText, type DeactivationNote } from './deactivation.ts'
import type { Image, Visibility } from './image.ts'
import {
  type Asker,
  isAdministrator,
  mayAnswerShare,
  mayCreate,
  mayDownload,
  mayManage,
  maySetVisibility,
  type Owned,
} from './rights.ts'
import { ALLOWED, allOf, allowedIf, refused, type Verdict } from './verdict.ts'

/** The default rules about one image, by the names of the policy. */
const DEFAULTS = {
  modify_image: mayManage,
  delete_image: mayManage,
  upload_image: mayManage,
  download_image: (_image: Owned, asker: Asker) => mayDownload(asker),
  deactivate: mayManage,
  reactivate: mayManage,
  publicize_image: (image: Owned, asker: Asker) => maySetVisibility(image, asker, 'public'),
  communitize_image: (image: Owned, asker: Asker) => maySetVisibility(image, asker, 'community'),
  add_member: mayManage,
  delete_member: mayManage,
} as const satisfies Record<string, (image: Owned, asker: Asker) => Verdict>
export type ImageRule = keyof typeof DEFAULTS
export const IMAGE_RULES = Object.keys(DEFAULTS) as readonly ImageRule[]

/** Why the site's policy refuses what it refuses; what is not named is allowed. */
export type RefusedRules = Readonly<Partial<Record<ImageRule, string>>>

/** The part of an image that decides what can be done with it. */
export type Subject = Pick<Image, 'status' | 'visibility' | 'owner' | 'isProtected'> & {
  /** What the service says of the site's policy, in place of the default rules. */
  readonly refusedRules?: RefusedRules | undefined
  /** Why it is deactivated, as far as that is known. */
  readonly deactivation?: DeactivationNote | undefined
}

function rule(name: ImageRule, image: Subject, asker: Asker): Verdict {
  if (image.refusedRules === undefined) return DEFAULTS[name](image, asker)
  const reason = image.refusedRules[name]
  return reason === undefined ? ALLOWED : refused(reason)
}

/**
 * What the asker may do with an image now: rights and state together, with the reason when not. The server's layers and
 * the dashboard's buttons ask the same questions here.
 */
export const imageCan = {
  create: (asker: Asker): Verdict => mayCreate(asker.projectId, asker),

  edit: (image: Subject, asker: Asker): Verdict => rule('modify_image', image, asker),

  /** Formats are settled once there is data. */
  changeFormats: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('modify_image', image, asker), formatsAreOpen(image)),

  delete: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('delete_image', image, asker), isUnprotected(image)),

  upload: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('upload_image', image, asker), awaitsData(image)),

  download: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('download_image', image, asker), hasData(image), isServed(image, asker)),

  deactivate: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('deactivate', image, asker), stateIs(image, 'active', 'deactivated')),

  /** Say why it is deactivated: with the deactivation, or later. */
  explainDeactivation: (image: Subject, asker: Asker): Verdict =>
    image.status === 'deactivated' ? rule('deactivate', image, asker) : imageCan.deactivate(image, asker),

  reactivate: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('reactivate', image, asker), stateIs(image, 'deactivated', 'reactivated')),

  protect: (image: Subject, asker: Asker): Verdict => rule('modify_image', image, asker),

  setVisibility: (image: Subject, asker: Asker, visibility: Visibility): Verdict =>
    allOf(rule('modify_image', image, asker), ...visibilityRules(image, asker, visibility)),

  /** Turn the image into a shared one, to which members can be added. */
  share: (image: Subject, asker: Asker): Verdict => rule('modify_image', image, asker),

  changeOwner: (_image: Subject, asker: Asker): Verdict =>
    allowedIf(isAdministrator(asker), 'Only an administrator gives an image to another project.'),

  listMembers: (image: Subject, _asker: Asker): Verdict => isShared(image),

  addMember: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('add_member', image, asker), isShared(image)),

  removeMember: (image: Subject, asker: Asker): Verdict =>
    allOf(rule('delete_member', image, asker), isShared(image)),

  /** Accept or reject a share, as the project with which the image is shared (`memberId`). */
  answerShare: (image: Subject, asker: Asker, memberId: string): Verdict =>
    allOf(isShared(image), mayAnswerShare(memberId, asker)),

  /** `answerShare` for the asker's own project. */
  acceptShare: (image: Subject, asker: Asker): Verdict =>
    asker.projectId === null
      ? refused('Sign in to a project first.')
      : imageCan.answerShare(image, asker, asker.projectId),
} as const

function visibilityRules(image: Subject, asker: Asker, visibility: Visibility): Verdict[] {
  if (visibility === 'public') return [rule('publicize_image', image, asker)]
  return visibility === 'community' ? [rule('communitize_image', image, asker)] : []
}

function isUnprotected(image: Subject): Verdict {
  return allowedIf(!image.isProtected, 'The image is protected: take the protection off first.')
}

function awaitsData(image: Subject): Verdict {
  return allowedIf(
    image.status === 'queued',
    `Data is written once, while an image is queued; this one is ${image.status}.`,
  )
}

function formatsAreOpen(image: Subject): Verdict {
  return allowedIf(
    image.status === 'queued' || image.status === 'importing',
    `Formats can change only while an image is queued; this one is ${image.status}.`,
  )
}

function hasData(image: Subject): Verdict {
  return allowedIf(
    image.status === 'active' || image.status === 'deactivated',
    `The image has no data yet; it is ${image.status}.`,
  )
}

function isServed(image: Subject, asker: Asker): Verdict {
  if (image.status !== 'deactivated') return ALLOWED
  return allowedIf(isAdministrator(asker), blockedText(image.deactivation))
}

function stateIs(image: Subject, wanted: 'active' | 'deactivated', verb: string): Verdict {
  return allowedIf(
    image.status === wanted,
    `Only an image that is ${wanted} can be ${verb}; this one is ${image.status}.`,
  )
}

function isShared(image: Subject): Verdict {
  return allowedIf(
    image.visibility === 'shared',
    `Only shared images have members; this one is ${image.visibility}.`,
  )
}
