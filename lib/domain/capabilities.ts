import type { Image, Visibility } from './image.ts'
import {
  type Asker,
  isAdministrator,
  mayAnswerShare,
  mayCreate,
  mayDownload,
  mayManage,
  maySetVisibility,
} from './rights.ts'
import { ALLOWED, allOf, allowedIf, refused, type Verdict } from './verdict.ts'

/** The part of an image that decides what can be done with it. */
export type Subject = Pick<Image, 'status' | 'visibility' | 'owner' | 'isProtected'>

/**
 * What the asker may do with an image now: rights and state together, with the reason when not. The server's layers and
 * the dashboard's buttons ask the same questions here.
 */
export const imageCan = {
  create: (asker: Asker): Verdict => mayCreate(asker.projectId, asker),

  edit: (image: Subject, asker: Asker): Verdict => mayManage(image, asker),

  /** Formats are settled once there is data. */
  changeFormats: (image: Subject, asker: Asker): Verdict =>
    allOf(mayManage(image, asker), formatsAreOpen(image)),

  delete: (image: Subject, asker: Asker): Verdict => allOf(mayManage(image, asker), isUnprotected(image)),

  upload: (image: Subject, asker: Asker): Verdict => allOf(mayManage(image, asker), awaitsData(image)),

  download: (image: Subject, asker: Asker): Verdict =>
    allOf(mayDownload(asker), hasData(image), isServed(image, asker)),

  deactivate: (image: Subject, asker: Asker): Verdict =>
    allOf(mayManage(image, asker), stateIs(image, 'active', 'deactivated')),

  reactivate: (image: Subject, asker: Asker): Verdict =>
    allOf(mayManage(image, asker), stateIs(image, 'deactivated', 'reactivated')),

  protect: (image: Subject, asker: Asker): Verdict => mayManage(image, asker),

  setVisibility: (image: Subject, asker: Asker, visibility: Visibility): Verdict =>
    allOf(mayManage(image, asker), maySetVisibility(image, asker, visibility)),

  /** Turn the image into a shared one, to which members can be added. */
  share: (image: Subject, asker: Asker): Verdict => mayManage(image, asker),

  changeOwner: (_image: Subject, asker: Asker): Verdict =>
    allowedIf(isAdministrator(asker), 'Only an administrator gives an image to another project.'),

  listMembers: (image: Subject, _asker: Asker): Verdict => isShared(image),

  addMember: (image: Subject, asker: Asker): Verdict => allOf(mayManage(image, asker), isShared(image)),

  removeMember: (image: Subject, asker: Asker): Verdict => allOf(mayManage(image, asker), isShared(image)),

  /** Accept or reject a share, as the project with which the image is shared (`memberId`). */
  answerShare: (image: Subject, asker: Asker, memberId: string): Verdict =>
    allOf(isShared(image), mayAnswerShare(memberId, asker)),

  /** `answerShare` for the asker's own project. */
  acceptShare: (image: Subject, asker: Asker): Verdict =>
    asker.projectId === null
      ? refused('Sign in to a project first.')
      : imageCan.answerShare(image, asker, asker.projectId),
} as const

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
  return allowedIf(isAdministrator(asker), 'The image is deactivated: only an administrator can download it.')
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
