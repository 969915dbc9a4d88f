import { shownPercent, type Upload, type UploadFault, type WordedFault } from './upload.ts'

/** Something that happened to an upload and that a screen reader is told. */
export type UploadNews =
  | {
      readonly what: 'begins' | 'paused' | 'signIn' | 'waits' | 'needsFile' | 'done' | 'cancelled'
      readonly name: string
    }
  | { readonly what: 'sent'; readonly name: string; readonly percent: number }
  | { readonly what: 'failed'; readonly name: string; readonly fault: UploadFault | WordedFault }

const MILESTONES = [25, 50, 75] as const

/**
 * What there is to tell when an upload changed from `before` to `after`: beginnings, quarters, waiting, ends.
 * Null for everything in between, so that a screen reader does not chatter.
 */
export function newsOf(before: Upload | undefined, after: Upload): UploadNews | null {
  const { name } = after.draft
  const { state } = after
  if (before !== undefined && before.state.at === state.at) return milestone(before, after)
  switch (state.at) {
    case 'creating':
      return { what: 'begins', name }
    case 'paused':
    case 'done':
    case 'cancelled':
      return { what: state.at, name }
    case 'waiting':
      return { what: state.reason === 'sign-in' ? 'signIn' : 'waits', name }
    case 'restored':
      return { what: 'needsFile', name }
    case 'refused':
      return { what: 'failed', name, fault: state.fault }
    default:
      return null
  }
}

function milestone(before: Upload, after: Upload): UploadNews | null {
  if (after.state.at !== 'sending') return null
  const was = shownPercent(before)
  const is = shownPercent(after)
  const percent = MILESTONES.findLast((each) => was < each && is >= each)
  return percent === undefined ? null : { what: 'sent', name: after.draft.name, percent }
}
