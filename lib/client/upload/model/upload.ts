import type { Visibility } from '#lib/domain/image.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'

/** What the browser knows of a chosen file without reading it. */
export interface FileFacts {
  readonly name: string
  readonly sizeBytes: number
  readonly lastModifiedMs: number
}

/** Who began an upload. It goes on only for the same person in the same project. */
export interface UploadOwner {
  readonly userId: string
  readonly projectId: string
}

/** What a person said about the image before its bytes are sent. */
export interface ImageDraft {
  readonly name: string
  readonly diskFormat: string
  readonly containerFormat: string
  readonly visibility: Visibility
  readonly isProtected: boolean
  readonly minDiskGb: number
  readonly minRamMb: number
  readonly tags: readonly string[]
  /** Additional properties: description, os_distro, architecture … Empty values are left out. */
  readonly properties: Readonly<Record<string, string>>
  readonly expectedHash: ExpectedHash | null
}

interface AnyFault {
  readonly status: number | null
  readonly requestId: string | null
  /** Whether sending the same bytes to the same image again can help. */
  readonly canRetry: boolean
}

/** Why an upload stopped. Facts, for it outlives the page and its language; its words are in `fault-words.ts`. */
export interface UploadFault extends AnyFault {
  readonly reason: FaultReason
  /** What the service itself said. */
  readonly said: string | null
}

export type FaultReason =
  | {
      readonly code:
        | 'checksum'
        | 'notAccepted'
        | 'notAllowed'
        | 'tooLarge'
        | 'otherFormat'
        | 'unknown'
        | 'gone'
        | 'proxyTooSmall'
        | 'dropped'
    }
  | { readonly code: 'otherData'; readonly serverBytes: number; readonly fileBytes: number }

/** A fault in words, as browsers may still keep it from before there were languages. */
export interface WordedFault extends AnyFault {
  readonly title: string
  readonly remedy: string
}

/** What the server, or what answers in its place, makes an upload wait for. `told`: in its own words. */
export type WaitNote =
  | { readonly code: 'told'; readonly sentence: string }
  | { readonly code: 'status'; readonly status: number }
  | { readonly code: 'shorterRequests' | 'writtenElsewhere' | 'otherService' }

/** Why an upload cannot go on with a file. */
export type FileProblem =
  | {
      readonly code: 'otherSize'
      readonly name: string
      readonly bytes: number
      readonly expectedName: string
      readonly expectedBytes: number
    }
  | { readonly code: 'otherContent' | 'unreadable'; readonly name: string }
  | { readonly code: 'chooseAgain' | 'changed' }

/** The truth the server told about the finished image. */
export interface FinishedImage {
  readonly sizeBytes: number
  readonly md5: string | null
  readonly hashAlgo: string | null
  readonly hashValue: string | null
}

export type ServerStep = 'hashing' | 'inspecting' | 'storing'
export type WaitReason = 'network' | 'server' | 'sign-in' | 'project'
export type FileNeed = 'permission' | 'file'

export type UploadState =
  /** Waits for its turn. */
  | { readonly at: 'queued' }
  /** The image record is being made. */
  | { readonly at: 'creating' }
  /** The server is asked how far it got. */
  | { readonly at: 'checking' }
  /** `sentBytes` left this browser; the server has confirmed `ackedBytes` of the upload. */
  | { readonly at: 'sending'; readonly sentBytes: number }
  | { readonly at: 'paused' }
  | {
      readonly at: 'waiting'
      readonly reason: WaitReason
      readonly retryAtMs: number | null
      readonly note: WaitNote | null
    }
  /** Everything is sent. `step` is what the server says it does; null until it says. */
  | { readonly at: 'finishing'; readonly step: ServerStep | null }
  /** The finished image is compared with what was sent. */
  | { readonly at: 'verifying' }
  /** Known from before, but the browser no longer has the file at hand. */
  | { readonly at: 'restored'; readonly needs: FileNeed; readonly problem: FileProblem | null }
  | { readonly at: 'done'; readonly image: FinishedImage }
  | { readonly at: 'refused'; readonly fault: UploadFault | WordedFault }
  /** `retryAtMs`: when to clean up again, after it failed. */
  | { readonly at: 'cancelling'; readonly retryAtMs: number | null }
  | { readonly at: 'cancelled' }

export type UploadStateName = UploadState['at']

/** One file on its way to become one image. Plain data: it is stored, and shown in every tab. */
export interface Upload {
  /** The id of the image. Chosen in the browser, so that asking twice for the image cannot make two. */
  readonly id: string
  readonly file: FileFacts
  /** Tells whether a file chosen again is the same one; null when the upload began in another browser. */
  readonly fingerprint: string | null
  readonly draft: ImageDraft
  readonly owner: UploadOwner
  readonly createdAtMs: number
  /** The image was made for this upload, so cancelling removes it too. */
  readonly ownsImage: boolean
  /** `maybe`: it was asked for and the answer never came. */
  readonly imageRecord: 'none' | 'maybe' | 'made'
  /** The file can be read now. */
  readonly hasFile: boolean
  /** The browser keeps a handle, through which it may read the file again after one click of consent. */
  readonly hasHandle: boolean
  readonly uploadUrl: string | null
  /** Bytes the server has confirmed. */
  readonly ackedBytes: number
  /** Length of one request: the most that `sentBytes` may run ahead of `ackedBytes`. */
  readonly chunkBytes: number
  /** Failed attempts since the server last confirmed a byte. */
  readonly attempts: number
  readonly state: UploadState
}

/** Bytes to show: never more than one chunk ahead of what the server has confirmed. */
export function shownBytes(upload: Upload): number {
  switch (upload.state.at) {
    case 'sending':
      return upload.state.sentBytes
    case 'finishing':
    case 'verifying':
    case 'done':
      return upload.file.sizeBytes
    default:
      return upload.ackedBytes
  }
}

/** 0 to 100, rounded down, so that 100 means all of it. */
export function shownPercent(upload: Upload): number {
  if (upload.file.sizeBytes === 0) return upload.state.at === 'done' ? 100 : 0
  return Math.floor((shownBytes(upload) / upload.file.sizeBytes) * 100)
}

/** Nothing more will happen to it by itself. */
export function isFinished(upload: Upload): boolean {
  const at = upload.state.at
  return at === 'done' || at === 'refused' || at === 'cancelled'
}
