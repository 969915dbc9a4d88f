import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { QuotaResource } from '../domain/limits.ts'
import { request } from './http.ts'
import { refreshQuotas } from './quota.ts'

/** Bytes or things; null: no limit; `default`: as for every project. */
export type LimitValue = number | null | 'default'

export interface LimitRequest {
  readonly projectId: string
  readonly limits: Readonly<Partial<Record<QuotaResource, LimitValue>>>
}

export function useSetLimits() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ projectId, limits }: LimitRequest) =>
      request(`/v2/vitrine/quotas/${encodeURIComponent(projectId)}`, { method: 'PUT', body: { limits } }),
    onSettled: () => refreshQuotas(client),
  })
}
