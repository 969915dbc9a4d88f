import type { Image } from '#lib/domain/image.ts'
import type { SortKey, SortStep } from '#lib/domain/query.ts'

/** The order in words of its own: bytes of UTF-8, absent as '' or 0. */
export const SORT_VALUES: Record<SortKey, (image: Image) => string | number> = {
  name: (image) => image.name ?? '',
  status: (image) => image.status,
  container_format: (image) => image.containerFormat ?? '',
  disk_format: (image) => image.diskFormat ?? '',
  size: (image) => image.sizeBytes ?? 0,
  id: (image) => image.id,
  created_at: (image) => image.createdAtMs,
  updated_at: (image) => image.updatedAtMs,
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
}

/** As the database is to order them. */
export function inOrder(images: readonly Image[], sort: readonly SortStep[]): readonly Image[] {
  const isDown = sort.length === 0 || sort.some((step) => step.direction === 'desc')
  const tie = isDown ? 'desc' : 'asc'
  const steps: SortStep[] = [...sort, { key: 'created_at', direction: tie }, { key: 'id', direction: tie }]
  return images.toSorted((one, other) => {
    for (const { key, direction } of steps) {
      const difference = compare(SORT_VALUES[key](one), SORT_VALUES[key](other))
      if (difference !== 0) return direction === 'asc' ? difference : -difference
    }
    return 0
  })
}
