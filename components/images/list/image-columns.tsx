'use client'

import { createColumnHelper, rowSelectionFeature, tableFeatures } from '@tanstack/react-table'
import { ShieldCheck } from 'lucide-react'
import { useSession } from '#components/shell/session-provider.tsx'
import { cx } from '#components/ui/cx.ts'
import { byteText, exactBytes } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { SortKey } from '#lib/domain/query.ts'
import { StatusBadge } from '../status-badge.tsx'
import { TagList } from '../tag-list.tsx'
import { RelativeTime } from '../time.tsx'
import { VisibilityLabel } from '../visibility-label.tsx'
import { NameCell } from './name-cell.tsx'

export const IMAGE_FEATURES = tableFeatures({ rowSelectionFeature })

/** How a column looks: its width, from which width of the table on it is shown, and by what it sorts. */
interface ColumnLook {
  readonly className: string
  readonly sortKey?: SortKey
}

// The table is as wide as its container, so the container decides which columns fit.
const COLUMN_LOOKS: Readonly<Record<string, ColumnLook>> = {
  name: { className: '', sortKey: 'name' },
  status: { className: 'w-38 hidden @xl:table-cell', sortKey: 'status' },
  format: { className: 'w-18 hidden @3xl:table-cell', sortKey: 'disk_format' },
  size: { className: 'w-22 text-end tabular-nums hidden @xl:table-cell', sortKey: 'size' },
  virtualSize: { className: 'w-24 text-end tabular-nums hidden @6xl:table-cell' },
  visibility: { className: 'w-29 hidden @4xl:table-cell' },
  protection: { className: 'w-10 px-0 text-center hidden @3xl:table-cell' },
  tags: { className: 'w-38 hidden @5xl:table-cell' },
  owner: { className: 'w-28 hidden @min-[75rem]:table-cell' },
  updated: { className: 'w-30 hidden @2xl:table-cell', sortKey: 'updated_at' },
}

/** Beside the project's name there is less room: names come first. */
const VIRTUAL_SIZE_BESIDE_OWNER: ColumnLook = {
  className: 'w-24 text-end tabular-nums hidden @7xl:table-cell',
}

export function columnLook(columnId: string, hasOwner: boolean): ColumnLook {
  if (hasOwner && columnId === 'virtualSize') return VIRTUAL_SIZE_BESIDE_OWNER
  return COLUMN_LOOKS[columnId] ?? { className: '' }
}

const helper = createColumnHelper<typeof IMAGE_FEATURES, ImageView>()
const ABSENT = <span className="text-faint">–</span>

function bytesCell(bytes: number | null) {
  return bytes === null ? ABSENT : <span title={exactBytes(bytes)}>{byteText(bytes)}</span>
}

export const IMAGE_COLUMNS = helper.columns([
  helper.display({ id: 'name', header: 'Name', cell: ({ row }) => <NameCell image={row.original} /> }),
  helper.display({ id: 'status', header: 'Status', cell: ({ row }) => <StatusBadge image={row.original} /> }),
  helper.display({ id: 'format', header: 'Format', cell: ({ row }) => row.original.diskFormat ?? ABSENT }),
  helper.display({ id: 'size', header: 'Size', cell: ({ row }) => bytesCell(row.original.sizeBytes) }),
  helper.display({
    id: 'virtualSize',
    header: 'Virtual size',
    cell: ({ row }) => bytesCell(row.original.virtualSizeBytes),
  }),
  helper.display({
    id: 'visibility',
    header: 'Visibility',
    cell: ({ row }) => <VisibilityLabel visibility={row.original.visibility} />,
  }),
  helper.display({
    id: 'protection',
    header: () => <ShieldCheck role="img" aria-label="Protected" className="mx-auto size-3.5" />,
    cell: ({ row }) =>
      row.original.isProtected && (
        <ShieldCheck role="img" aria-label="Protected" className="mx-auto size-3.5 text-muted" />
      ),
  }),
  helper.display({
    id: 'tags',
    header: 'Tags',
    cell: ({ row }) => <TagList tags={row.original.tags} most={2} />,
  }),
  helper.display({
    id: 'updated',
    header: 'Updated',
    cell: ({ row }) => <RelativeTime atMs={row.original.updatedAtMs} />,
  }),
])

/** Whose it is: for administrators, who see every project's images. */
export const COLUMNS_WITH_OWNER = [
  ...IMAGE_COLUMNS.slice(0, -1),
  helper.display({
    id: 'owner',
    header: 'Project',
    cell: ({ row }) => <OwnerCell owner={row.original.owner} />,
  }),
  ...IMAGE_COLUMNS.slice(-1),
]

function OwnerCell({ owner }: { readonly owner: string | null }) {
  const { projects } = useSession()
  if (owner === null) return ABSENT
  const name = projects.find(({ id }) => id === owner)?.name
  return (
    <span
      className={cx('block truncate', name === undefined && 'font-mono text-xs text-muted')}
      title={owner}
    >
      {name ?? owner}
    </span>
  )
}
