'use client'

import { useMemo } from 'react'
import { useSession } from '#components/shell/session-provider.tsx'
import type { Asker } from '#lib/domain/rights.ts'

/** Who asks whether something may be done. */
export function useAsker(): Asker {
  const { project, roles } = useSession()
  const projectId = project?.id ?? null
  return useMemo(() => ({ projectId, roles }), [projectId, roles])
}
