'use client'

import { useQueries } from '@tanstack/react-query'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { useSession } from '#components/shell/session-provider.tsx'
import { userNameOptions } from '#lib/client/identity.ts'
import { isAdministrator } from '#lib/domain/rights.ts'

/**
 * The names of users; the id of one whose name nobody tells. The identity service tells administrators everybody's, others
 * know their own.
 */
export function useUserNames(ids: readonly (string | null)[]): (userId: string) => string {
  const { user } = useSession()
  const others = [...new Set(ids)].filter((id) => id !== null).filter((id) => id !== user.id)
  const asked = isAdministrator(useAsker()) ? others : []
  const answers = useQueries({ queries: asked.map((id) => userNameOptions(id)) })
  const names = new Map(asked.map((id, index) => [id, answers[index]?.data]))
  return (userId) => (userId === user.id ? user.name : (names.get(userId) ?? userId))
}
