import type { Tone } from '#components/ui/badge.tsx'
import type { MemberStatus } from '#lib/domain/image.ts'

/** Of what a project answered to a share. */
export const MEMBER_TONES: Readonly<Record<MemberStatus, Tone>> = {
  pending: 'neutral',
  accepted: 'ok',
  rejected: 'warn',
}
