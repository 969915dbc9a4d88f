import { z } from 'zod'
import { invalid } from '../domain/errors.ts'
import { type ImageStatus, MEMBER_STATUSES, type MemberStatus } from '../domain/image.ts'
import type { ProjectName, Share, ShareQuery } from '../domain/shares.ts'
import { futureTime } from './body-fields.ts'
import { parseBody } from './parse-body.ts'
import { toWireTime } from './wire-time.ts'

/** One entry of `GET /v2/vitrine/shares`. */
export interface ShareWire {
  readonly image: {
    readonly id: string
    readonly name: string | null
    readonly status: ImageStatus
    readonly disk_format: string | null
    readonly container_format: string | null
    readonly size: number | null
    readonly os_hidden: boolean
  }
  /** Who shares it; the name is null where the identity service does not tell it. */
  readonly owner: { readonly id: string | null; readonly name: string | null }
  readonly status: MemberStatus
  readonly shared_at: string
  readonly answered_at: string | null
  /** When it ends by itself. */
  readonly ends_at: string | null
}

export interface ShareListWire {
  readonly shares: readonly ShareWire[]
  readonly counts: Readonly<Record<MemberStatus, number>>
  readonly next?: string
}

export interface ProjectNameWire {
  readonly id: string
  readonly name: string
  readonly domain_name: string
}

const USUAL = 50
const MOST = 200

/** The query of `GET /v2/vitrine/shares`. @throws `invalid` naming the parameter */
export function parseShareQuery(parameters: URLSearchParams): ShareQuery {
  const given = parameters.get('status') ?? 'pending'
  const status = MEMBER_STATUSES.find((candidate) => candidate === given)
  if (status === undefined) throw invalid(`status must be one of ${MEMBER_STATUSES.join(', ')}.`, 'status')
  const limit = Number(parameters.get('limit') ?? USUAL)
  if (!Number.isInteger(limit) || limit < 1) throw invalid('limit must be a whole number from 1 on.', 'limit')
  const marker = parameters.get('marker')
  return { status, limit: Math.min(limit, MOST), ...(marker === null ? {} : { marker }) }
}

export function shareToWire({ image, ...share }: Share, ownerName: string | null): ShareWire {
  return {
    image: {
      id: image.id,
      name: image.name,
      status: image.status,
      disk_format: image.diskFormat,
      container_format: image.containerFormat,
      size: image.sizeBytes,
      os_hidden: image.isHidden,
    },
    owner: { id: image.owner, name: ownerName },
    status: share.status,
    shared_at: toWireTime(share.sharedAtMs),
    answered_at: share.answeredAtMs === null ? null : toWireTime(share.answeredAtMs),
    ends_at: share.endsAtMs === null ? null : toWireTime(share.endsAtMs),
  }
}

/** The body of `PUT …/shares/{image}/{member}`. @throws `invalid` */
export function parseShareEnd(body: unknown, nowMs: number): number | null {
  return parseBody(z.strictObject({ ends_at: futureTime(nowMs).nullable() }), body).ends_at
}

export function projectNameToWire({ id, name, domainName }: ProjectName): ProjectNameWire {
  return { id, name, domain_name: domainName }
}
