'use client'

import { useQuery } from '@tanstack/react-query'
import { projectNamesOptions } from '#lib/client/shares.ts'

/** The names of projects; the id of one whose name nobody tells. */
export function useProjectNames(ids: readonly (string | null)[]): (projectId: string) => string {
  const names = useQuery(projectNamesOptions(ids.filter((id) => id !== null))).data
  return (projectId) => names?.get(projectId)?.name ?? projectId
}
