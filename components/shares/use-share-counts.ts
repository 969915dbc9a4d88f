'use client'

import { useQuery } from '@tanstack/react-query'
import { shareCountsOptions } from '#lib/client/shares.ts'
import type { MemberStatus } from '#lib/domain/image.ts'
import { useAside } from './use-aside.ts'

/** How many shares there are by answer; what is put aside does not wait for one. */
export function useShareCounts(): Readonly<Record<MemberStatus, number>> | undefined {
  return useQuery(shareCountsOptions(useAside().aside)).data
}
