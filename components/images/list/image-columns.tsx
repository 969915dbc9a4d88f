'use client'

import { ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { familyAddress } from '#components/families/family-address.ts'
import { useSession } from '#components/shell/session-provider.tsx'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { byteText, exactBytes } from '#lib/client/byte-text.ts'
import { familyOf } from '#lib/client/family-of.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { FAMILY_PROPERTIES } from '#lib/contract/family-properties.ts'
import type { SortKey } from '#lib/domain/query.ts'
import type { Messages } from '../../../messages/messages.ts'
import { StatusBadge } from '../status-badge.tsx'
import { TagList } from '../tag-list.tsx'
import { RelativeTime } from '../time.tsx'
import { VisibilityLabel } from '../visibility-label.tsx'
import { ProjectName } from './project-name.tsx'

/** A column besides the name. */
export interface ImageColumn {
  readonly id: Exclude<keyof Messages['images']['column'], 'name'>
  /** In place of its name, where there is no room for it. */
  readonly head?: ReactNode
  readonly widthPx: number
  readonly className?: string
  readonly sortKey?: SortKey
  /** Where there is no room for all, the highest goes first; absent: it is shown only when somebody chooses it. */
  readonly rank?: number
  readonly isForAdministrators?: boolean
  readonly cell: (image: ImageView) => ReactNode
}

const ABSENT = <span className="text-faint">–</span>
const NUMBER = 'text-end tabular-nums'

/** All there are, in the order shown. */
const IMAGE_COLUMNS: readonly ImageColumn[] = [
  {
    ...{ id: 'status', widthPx: 148, sortKey: 'status', rank: 1 },
    cell: (image) => <StatusBadge image={image} />,
  },
  {
    ...{ id: 'format', widthPx: 76, sortKey: 'disk_format', rank: 4 },
    cell: (image) => image.diskFormat ?? ABSENT,
  },
  {
    ...{ id: 'container', widthPx: 100, sortKey: 'container_format' },
    cell: (image) => image.containerFormat ?? ABSENT,
  },
  {
    ...{ id: 'size', widthPx: 92, className: NUMBER, sortKey: 'size', rank: 2 },
    cell: (image) => bytesCell(image.sizeBytes),
  },
  {
    ...{ id: 'virtualSize', widthPx: 104, className: NUMBER, rank: 9 },
    cell: (image) => bytesCell(image.virtualSizeBytes),
  },
  {
    ...{ id: 'minDisk', widthPx: 92, className: NUMBER },
    cell: (image) => (image.minDiskGb === 0 ? ABSENT : `${image.minDiskGb} GB`),
  },
  {
    ...{ id: 'minRam', widthPx: 96, className: NUMBER },
    cell: (image) => (image.minRamMb === 0 ? ABSENT : `${image.minRamMb} MB`),
  },
  {
    ...{ id: 'visibility', widthPx: 120, rank: 6 },
    cell: (image) => <VisibilityLabel visibility={image.visibility} />,
  },
  {
    ...{ id: 'protection', widthPx: 40, className: 'px-0 text-center', rank: 5 },
    head: <ProtectedMark />,
    cell: (image) => image.isProtected && <ProtectedMark className="text-muted" />,
  },
  {
    ...{ id: 'tags', widthPx: 156, rank: 7 },
    cell: (image) => <TagList tags={image.tags} most={2} />,
  },
  {
    ...{ id: 'os', widthPx: 140 },
    cell: (image) => osOf(image.properties) ?? ABSENT,
  },
  {
    ...{ id: 'family', widthPx: 168 },
    cell: (image) => <FamilyCell image={image} />,
  },
  {
    ...{ id: 'owner', widthPx: 124, rank: 8, isForAdministrators: true },
    cell: (image) => (image.owner === null ? ABSENT : <OwnerCell owner={image.owner} />),
  },
  {
    ...{ id: 'imageId', widthPx: 300 },
    cell: (image) => <code className="font-mono text-xs text-muted">{image.id}</code>,
  },
  {
    ...{ id: 'created', widthPx: 124, sortKey: 'created_at' },
    cell: (image) => <RelativeTime atMs={image.createdAtMs} />,
  },
  {
    ...{ id: 'updated', widthPx: 124, sortKey: 'updated_at', rank: 3 },
    cell: (image) => <RelativeTime atMs={image.updatedAtMs} />,
  },
]

/** The columns that a person has chosen, or the usual ones. */
export function chosenColumns(
  chosen: readonly string[] | null,
  isAdministrator: boolean,
): readonly ImageColumn[] {
  const offered = offeredColumns(isAdministrator)
  return offered.filter(({ id, rank }) => (chosen === null ? rank !== undefined : chosen.includes(id)))
}

/** Whose an image is can be read where there is more than one's own: by administrators. */
export function offeredColumns(isAdministrator: boolean): readonly ImageColumn[] {
  return IMAGE_COLUMNS.filter((column) => isAdministrator || column.isForAdministrators !== true)
}

/** Below this the rows of a phone are shown: all that matters stands below the name. */
const LEAST_TABLE_PX = 576
/** For the name, the box before it and the menu behind the row. */
const NAME_PX = 220 + 44 + 48

/** Those of the columns for which the table is wide enough. */
export function fittingColumns(columns: readonly ImageColumn[], tablePx: number): readonly ImageColumn[] {
  if (tablePx < LEAST_TABLE_PX) return []
  let leftPx = tablePx - NAME_PX
  const fitting = new Set<string>()
  // What somebody has chosen beyond the usual comes first.
  for (const { id, widthPx } of columns.toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0))) {
    leftPx -= widthPx
    if (leftPx < 0) break
    fitting.add(id)
  }
  return columns.filter(({ id }) => fitting.has(id))
}

function ProtectedMark({ className }: { readonly className?: string }) {
  const t = useTranslations('common')
  return <ShieldCheck role="img" aria-label={t('protected')} className={cx('mx-auto size-3.5', className)} />
}

function bytesCell(bytes: number | null) {
  return bytes === null ? ABSENT : <span title={exactBytes(bytes)}>{byteText(bytes)}</span>
}

function osOf({ os_distro: distro, os_version: version, os_type: type }: ImageView['properties']) {
  const words = [distro ?? type, version].filter((word) => word !== undefined && word !== '')
  if (words.length === 0) return null
  return <span className="block truncate">{words.join(' ')}</span>
}

/** Leads to all versions. */
function FamilyCell({ image }: { readonly image: ImageView }) {
  const family = familyOf(image)
  if (family === null) return ABSENT
  const version = image.properties[FAMILY_PROPERTIES.version] ?? ''
  return (
    <span className="flex gap-1.5">
      <Link href={familyAddress(family)} className="min-w-0 truncate hover:underline" title={family.name}>
        <bdi>{family.name}</bdi>
      </Link>
      <bdi className="truncate text-muted">{version}</bdi>
    </span>
  )
}

function OwnerCell({ owner }: { readonly owner: string }) {
  const name = useSession().projects.find(({ id }) => id === owner)?.name
  return (
    <span className={cx('block truncate')} title={owner}>
      {name ?? <ProjectName projectId={owner} />}
    </span>
  )
}
