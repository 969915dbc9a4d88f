import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import { parseNewMember } from '../member-body.ts'

const MEMBERSHIPS = z.object({ memberships: z.array(z.object({ member_id: z.string() })) })

/** `{"memberships": [{"member_id": …, "can_share": …}]}`; can_share is nothing that we keep. @throws `invalid` */
export function parseMemberships(body: unknown): readonly string[] {
  const parsed = MEMBERSHIPS.safeParse(body)
  if (!parsed.success)
    throw invalid(
      'The body must be a JSON object with memberships: a list of objects with member_id.',
      'memberships',
    )
  return [...new Set(parsed.data.memberships.map(({ member_id }) => parseNewMember({ member: member_id })))]
}
