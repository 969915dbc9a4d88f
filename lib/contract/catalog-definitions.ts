import { z } from 'zod'
import type { NamespaceVersion } from '../domain/metadefs/metadef-records.ts'
import type { NamespaceTree, ResourceType } from '../domain/metadefs/namespace.ts'
import { parseNamespaceFile } from './metadefs/bodies.ts'
import { treeToFile } from './metadefs/metadef-to-wire.ts'
import { isStorable } from './text.ts'

/** What the files of definitions, which are Glance's, have no room for. */
export interface DefinitionHistory {
  readonly name: string
  /** The same definition with the times of all its parts. */
  withTimes(tree: NamespaceTree): NamespaceTree
  /** What it was after each change, the newest first. */
  readonly versions: readonly NamespaceVersion[]
}

const text = z.string().refine(isStorable)
const time = z.iso.datetime().transform((iso) => Date.parse(iso))
/** When it was created and changed. */
const MOMENTS = z.tuple([time, time])
const BY_NAME = z.record(text, MOMENTS)
const TIMES = z.strictObject({ namespace: MOMENTS, types: BY_NAME, objects: BY_NAME, tags: BY_NAME })
type Times = z.output<typeof TIMES>

/** A line of metadef-history.ndjson. */
const HISTORY = z.strictObject({
  namespace: text,
  times: TIMES,
  versions: z.array(
    z.strictObject({
      number: z.int().min(1),
      at: time,
      user: text.nullable(),
      times: TIMES,
      definition: z.record(z.string(), z.unknown()),
    }),
  ),
})

/** A line of resource-types.ndjson. */
const RESOURCE_TYPE = z.strictObject({ name: text, created_at: time, updated_at: time })

/** @throws SyntaxError when it is no JSON; zod's error; `invalid` */
export function parseHistoryLine(line: string): DefinitionHistory {
  const { namespace, times, versions } = HISTORY.parse(JSON.parse(line))
  return {
    name: namespace,
    withTimes: (tree) => withTimes(tree, times),
    versions: versions.map(({ number, at, user, times: then, definition }) => {
      const tree = parseNamespaceFile(definition, { owner: null, nowMs: at })
      return { number, atMs: at, userName: user, tree: withTimes(tree, then) }
    }),
  }
}

export function historyToLine(tree: NamespaceTree, versions: readonly NamespaceVersion[]): string {
  return JSON.stringify({
    ...{ namespace: tree.name, times: timesOf(tree) },
    versions: versions.map(({ number, atMs, userName, tree: then }) => ({
      ...{ number, at: iso(atMs), user: userName, times: timesOf(then), definition: treeToFile(then) },
    })),
  })
}

/** @throws as `parseHistoryLine` */
export function parseResourceTypeLine(line: string): ResourceType {
  const { name, created_at: createdAtMs, updated_at: updatedAtMs } = RESOURCE_TYPE.parse(JSON.parse(line))
  return { name, createdAtMs, updatedAtMs }
}

export function resourceTypeToLine({ name, createdAtMs, updatedAtMs }: ResourceType): string {
  return JSON.stringify({ name, created_at: iso(createdAtMs), updated_at: iso(updatedAtMs) })
}

interface Timed {
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

const momentsOf = ({ createdAtMs, updatedAtMs }: Timed) => [iso(createdAtMs), iso(updatedAtMs)]
const byName = (parts: readonly (Timed & { readonly name: string })[]) =>
  Object.fromEntries(parts.map((part) => [part.name, momentsOf(part)]))

function timesOf(tree: NamespaceTree) {
  const { associations, objects, tags } = tree
  const parts = { types: byName(associations), objects: byName(objects), tags: byName(tags) }
  return { namespace: momentsOf(tree), ...parts }
}

function withTimes(tree: NamespaceTree, { namespace, types, objects, tags }: Times): NamespaceTree {
  const [createdAtMs, updatedAtMs] = namespace
  return {
    ...{ ...tree, createdAtMs, updatedAtMs },
    associations: tree.associations.map((part) => timed(part, types)),
    objects: tree.objects.map((part) => timed(part, objects)),
    tags: tree.tags.map((part) => timed(part, tags)),
  }
}

function timed<Part extends Timed & { readonly name: string }>(
  part: Part,
  times: z.output<typeof BY_NAME>,
): Part {
  const [createdAtMs = part.createdAtMs, updatedAtMs = part.updatedAtMs] = Object.hasOwn(times, part.name)
    ? (times[part.name] ?? [])
    : []
  return { ...part, createdAtMs, updatedAtMs }
}

const iso = (ms: number): string => new Date(ms).toISOString()
