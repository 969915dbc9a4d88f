import type { ImageLocation } from '#lib/domain/image.ts'
import { decryptLocation, looksEncrypted } from './location-secrets.ts'

/** Where the operator says data lies: a store of Glance, or the beginning of urls, is a store of ours. */
export interface StoreRule {
  readonly from: string
  readonly storeId: string
}

/** What is asked of our stores. */
export interface KnownStores {
  readonly stores: readonly { readonly id: string }[]
  factsOf(storeId: string): { readonly type: string; readonly urlPrefixes: readonly string[] }
  storeIdOf(url: string): string | null
}

export interface PlaceRules {
  readonly rules: readonly StoreRule[]
  readonly stores: KnownStores
  /** Glance's `metadata_encryption_key`. */
  readonly secret?: string | undefined
}

export type Place =
  | { readonly ok: true; readonly location: ImageLocation }
  | { readonly ok: false; readonly why: string; readonly detail?: string }

/** Names under which Glance notes the store in a location's metadata; the second before Train. */
const STORE_KEYS = ['store', 'backend']

/** The location as ours. A url loses its credentials, which our stores have in their settings. */
export function placeOf(
  { value, meta_data: json }: { readonly value: string; readonly meta_data: string | null },
  places: PlaceRules,
): Place {
  const opened = openUrl(value, places.secret)
  if (!opened.ok) return opened
  const url = withoutCredentials(opened.url)
  if (url === null) {
    return {
      ok: false,
      why: 'user and password in the address of a web server',
      detail: 'they cannot be kept',
    }
  }
  const { metadata, storeNames } = readMetadata(json)
  const storeId = storeOf(url, storeNames, places)
  if (storeId === null) {
    const named = storeNames[0]
    const hint = named === undefined ? `${folderOf(url)}=…` : `${named}=… or --map ${folderOf(url)}=…`
    return { ok: false, why: 'unknown store', detail: `say --map ${hint}` }
  }
  return { ok: true, location: { url: inFolderOf(storeId, url, places.stores), storeId, metadata } }
}

function openUrl(
  value: string,
  secret: string | undefined,
): { ok: true; url: string } | { ok: false; why: string; detail?: string } {
  if (!looksEncrypted(value)) return { ok: true, url: value }
  if (secret === undefined) {
    return {
      ok: false,
      why: 'encrypted location',
      detail: 'give glance-api.conf with its metadata_encryption_key',
    }
  }
  const url = decryptLocation(value, secret)
  return url === null
    ? { ok: false, why: 'encrypted location', detail: 'the metadata_encryption_key is another one' }
    : { ok: true, url }
}

/** Glance puts users and keys into urls of S3 and Swift; their keys may hold slashes. Null for web servers, which need them. */
function withoutCredentials(url: string): string | null {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(url) ?? []
  const name = scheme.toLowerCase()
  if (/^https?$/.test(name)) return /^[^/?#]*@/.test(rest) ? null : url
  if (!/^(s3|swift)(\+|$)/.test(name)) return url
  return `${name}://${rest.slice(rest.lastIndexOf('@') + 1)}`
}

function readMetadata(json: string | null): {
  metadata: Readonly<Record<string, string>>
  storeNames: readonly string[]
} {
  const all: unknown = json === null ? null : parsedOrNull(json)
  if (typeof all !== 'object' || all === null || Array.isArray(all)) return { metadata: {}, storeNames: [] }
  const entries = Object.entries(all).filter(([, value]) => value !== null)
  const texts = entries.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return {
    metadata: Object.fromEntries(texts.filter(([name = '']) => !STORE_KEYS.includes(name))),
    storeNames: STORE_KEYS.map((key) => (all as Record<string, unknown>)[key]).filter(
      (name) => typeof name === 'string',
    ),
  }
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** What the operator says comes first; then the store of that name; then whose territory the url is. */
function storeOf(url: string, names: readonly string[], { rules, stores }: PlaceRules): string | null {
  const byName = rules.find(({ from }) => names.includes(from))
  const byUrl = rules
    .filter(({ from }) => from.includes('://') && url.startsWith(withoutCredentials(from) ?? from))
    .sort((one, other) => other.from.length - one.from.length)[0]
  const ours = names.find((name) => stores.stores.some(({ id }) => id === name))
  return (byUrl ?? byName)?.storeId ?? ours ?? stores.storeIdOf(url)
}

/** A file may be known under another path here: then its url is that of our store's folder. Other urls stay as they are. */
function inFolderOf(storeId: string, url: string, stores: KnownStores): string {
  const { type, urlPrefixes } = stores.factsOf(storeId)
  const [prefix] = urlPrefixes
  const isElsewhere = type === 'file' && !urlPrefixes.some((each) => url.startsWith(each))
  return isElsewhere && prefix !== undefined ? prefix + url.slice(url.lastIndexOf('/') + 1) : url
}

function folderOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1)
}
