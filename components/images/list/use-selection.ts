'use client'

import { useMemo, useRef, useState } from 'react'
import type { ImageView } from '#lib/client/image-view.ts'

export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly images: readonly ImageView[]
  /** `isRange`: all from the row that was changed last to this one. */
  readonly set: (imageId: string, isSelected: boolean, isRange?: boolean) => void
  readonly setAll: (isSelected: boolean) => void
  /** Adds images that may have been loaded a moment ago. */
  readonly add: (imageIds: readonly string[]) => void
}

/** Which rows are selected. It belongs to what is listed: another search begins without. */
export function useSelection(images: readonly ImageView[], listed: string): Selection {
  const [state, setState] = useState<{ listed: string; ids: ReadonlySet<string> }>({ listed, ids: NONE })
  const lastId = useRef<string | null>(null)
  const ids = state.listed === listed ? state.ids : NONE
  const selected = useMemo(
    () => (ids.size === 0 ? [] : images.filter(({ id }) => ids.has(id))),
    [images, ids],
  )

  function put(change: (ids: Set<string>) => void): void {
    setState((before) => {
      const next = new Set(before.listed === listed ? before.ids : NONE)
      change(next)
      return { listed, ids: next }
    })
  }
  return {
    ids,
    images: selected,
    set(imageId, isSelected, isRange = false) {
      const range = isRange ? idsBetween(images, lastId.current, imageId) : [imageId]
      lastId.current = imageId
      put((next) => {
        for (const id of range) isSelected ? next.add(id) : next.delete(id)
      })
    },
    add(imageIds) {
      put((next) => {
        for (const id of imageIds) next.add(id)
      })
    },
    setAll(isSelected) {
      setState({ listed, ids: isSelected ? new Set(images.map(({ id }) => id)) : NONE })
    },
  }
}

const NONE: ReadonlySet<string> = new Set()

function idsBetween(images: readonly ImageView[], fromId: string | null, toId: string): readonly string[] {
  const to = images.findIndex(({ id }) => id === toId)
  const from = images.findIndex(({ id }) => id === fromId)
  if (from === -1) return [toId]
  return images.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ id }) => id)
}
