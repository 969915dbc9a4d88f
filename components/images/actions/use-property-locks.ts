'use client'

import { useQuery } from '@tanstack/react-query'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageDefinitionOptions } from '#lib/client/metadefs/definitions.ts'
import { joinedLocks } from '#lib/client/metadefs/property-locks.ts'
import { baseOf, writeLock } from '#lib/client/metadefs/property-rows.ts'

/** For properties that have a field of their own: why it cannot be written, by key. */
export function usePropertyLocks(image: ImageView): (key: string) => string | undefined {
  const { data } = useQuery(imageDefinitionOptions())
  const locks = joinedLocks([data?.locks, image.lockedProperties])
  const base = baseOf(image.properties)
  return (key) => writeLock({ base, locks }, key)
}
