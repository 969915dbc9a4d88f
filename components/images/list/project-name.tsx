'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createContext, use, useMemo } from 'react'
import type { ImageView } from '#lib/client/image-view.ts'
import { projectNamesOptions } from '#lib/client/shares.ts'

const NamesContext = createContext<ReadonlyMap<string, { readonly name: string }> | undefined>(undefined)

/** As many as one question to the service may name. */
const MOST_NAMES = 200

interface ProjectNamesProps {
  readonly images: readonly Pick<ImageView, 'owner'>[]
  readonly isWanted: boolean
  readonly children: ReactNode
}

/** Knows the names of the projects that own these images. */
export function ProjectNames({ images, isWanted, children }: ProjectNamesProps) {
  const owners = useMemo(() => {
    const ids = isWanted ? images.flatMap(({ owner }) => owner ?? []) : []
    return [...new Set(ids)].slice(0, MOST_NAMES)
  }, [images, isWanted])
  return <NamesContext value={useQuery(projectNamesOptions(owners)).data}>{children}</NamesContext>
}

/** The project's name; its id where nobody tells the name. */
export function ProjectName({ projectId }: { readonly projectId: string }) {
  const name = use(NamesContext)?.get(projectId)?.name
  return name ?? <span className="font-mono text-xs text-muted">{projectId}</span>
}
