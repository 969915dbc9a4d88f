import type { Tone } from '#components/ui/badge.tsx'
import type { MemberStatus } from '#lib/domain/image.ts'

/** What a project answered to a share. */
export const MEMBER_LOOKS: Readonly<
  Record<MemberStatus, { readonly tone: Tone; readonly label: string; readonly meaning: string }>
> = {
  pending: {
    tone: 'neutral',
    label: 'Not answered',
    meaning:
      'It is offered to this project. Until somebody accepts it, it stays out of the list of images; it works by its ID.',
  },
  accepted: {
    tone: 'ok',
    label: 'Accepted',
    meaning: 'This project accepted it: it stands in the list of images.',
  },
  rejected: {
    tone: 'warn',
    label: 'Rejected',
    meaning: 'This project rejected it: it stays out of the list of images, and still works by its ID.',
  },
}
