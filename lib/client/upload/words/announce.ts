import { shownPercent, type Upload } from '../model/upload.ts'

const MILESTONES = [25, 50, 75] as const

/**
 * What a screen reader is told when an upload changed from `before` to `after`: beginnings, quarters, waiting, ends.
 * Null for everything in between, so that it does not chatter.
 */
export function announcement(before: Upload | undefined, after: Upload): string | null {
  const name = after.draft.name
  const { state } = after
  if (before !== undefined && before.state.at === state.at) return milestone(before, after)
  switch (state.at) {
    case 'creating':
      return `Upload of ${name} begins.`
    case 'paused':
      return `Upload of ${name} is paused.`
    case 'waiting':
      return state.reason === 'sign-in'
        ? `Sign in to go on with the upload of ${name}.`
        : `Upload of ${name} is waiting.`
    case 'restored':
      return `Upload of ${name} can go on when you choose its file.`
    case 'done':
      return `${name} is active.`
    case 'refused':
      return `Upload of ${name} failed. ${state.fault.title}`
    case 'cancelled':
      return `Upload of ${name} was cancelled.`
    default:
      return null
  }
}

function milestone(before: Upload, after: Upload): string | null {
  if (after.state.at !== 'sending') return null
  const was = shownPercent(before)
  const is = shownPercent(after)
  const passed = MILESTONES.findLast((percent) => was < percent && is >= percent)
  return passed === undefined ? null : `${passed} percent of ${after.draft.name} sent.`
}
