import { invalid } from '../domain/errors.ts'
import { MEMBER_STATUSES, type MemberStatus } from '../domain/image.ts'
import { isAtMost, isStorable, MAX_NAME_CHARACTERS } from './text.ts'

/** The body of `POST …/members`: `{"member": "<project id>"}`. @throws `invalid` */
export function parseNewMember(body: unknown): string {
  const member = memberOf(body, 'member')
  if (
    typeof member !== 'string' ||
    member === '' ||
    !isStorable(member) ||
    !isAtMost(member, MAX_NAME_CHARACTERS)
  ) {
    throw invalid('member must be the id of a project: text of 1 to 255 characters.', 'member')
  }
  return member
}

/** The body of `PUT …/members/{member}`: `{"status": "accepted"}`. @throws `invalid` */
export function parseMemberStatusBody(body: unknown): MemberStatus {
  const given = memberOf(body, 'status')
  const status = MEMBER_STATUSES.find((candidate) => candidate === given)
  if (status === undefined) throw invalid(`status must be one of ${MEMBER_STATUSES.join(', ')}.`, 'status')
  return status
}

function memberOf(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) {
    throw invalid(`The body must be a JSON object with ${name}.`, name)
  }
  return (body as Record<string, unknown>)[name]
}
