import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import type { IdentityContext } from './edge.ts'

/** What domains and projects have in common. */
export const SHARED_ATTRIBUTES = {
  name: z.string().min(1).max(64),
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
}

/** The part of a list that the client asks for. */
export interface Page {
  readonly limit: number | undefined
  readonly marker: string | undefined
}

/** `?limit=&marker=`; without a limit a list comes whole, as clients of Keystone expect. @throws `invalid` */
export function readPage(c: IdentityContext): Page {
  const limit = c.req.query('limit')
  if (limit !== undefined && !/^[1-9]\d{0,4}$/.test(limit))
    throw invalid('limit must be a whole number from 1 to 99999.', 'limit')
  return { limit: limit === undefined ? undefined : Number(limit), marker: c.req.query('marker') }
}

/** `?enabled`, `?enabled=true`, `?enabled=0` … as Keystone reads it: whatever is not a no is a yes. */
export function readFlag(c: IdentityContext, name: string): boolean | undefined {
  const text = c.req.query(name)
  return text === undefined ? undefined : !['0', 'false', 'no', 'off'].includes(text.toLowerCase())
}

/** The links of a list; `next` when the page is full. */
export function pageLinks(c: IdentityContext, page: Page, entries: readonly { readonly id: string }[]) {
  const last = entries.at(-1)
  return {
    self: c.req.url,
    previous: null,
    next: last && entries.length === page.limit ? nextUrl(c, last.id) : null,
  }
}

function nextUrl(c: IdentityContext, marker: string): string {
  const url = new URL(c.req.url)
  url.searchParams.set('marker', marker)
  return url.href
}

/** The links of a list that always comes whole. */
export function wholeLinks(c: IdentityContext) {
  return { self: c.req.url, previous: null, next: null }
}

/** A part of the path. */
export function param(c: IdentityContext, name: string): string {
  return c.req.param(name) ?? ''
}

/** What a body holds besides the attributes that we interpret; clients keep their own there. */
export function extraOf(
  body: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([key]) => !known.includes(key) && !RESERVED.has(key)),
  )
}

/** Made by us, or without meaning here. */
const RESERVED = new Set([
  'id',
  'links',
  'options',
  'is_domain',
  'password',
  'original_password',
  'password_expires_at',
  '__proto__',
])
