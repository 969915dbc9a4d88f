import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { OwnQuotaWire, QuotaAmountWire, QuotaListWire, QuotaWire } from '../contract/quota-wire.ts'
import { requestJson } from './http.ts'

const KEYS = { own: ['quota', 'own'], all: ['quota', 'all'] } as const

/** What the present project has and may have. */
export function ownQuotaOptions() {
  return queryOptions({
    queryKey: KEYS.own,
    queryFn: ({ signal }) => requestJson<OwnQuotaWire>('/v2/vitrine/quota', { signal }),
  })
}

/** Every project's account, for administrators; page by page. */
export function quotaListOptions() {
  return infiniteQueryOptions({
    queryKey: KEYS.all,
    initialPageParam: '/v2/vitrine/quotas',
    queryFn: ({ pageParam, signal }) => requestJson<QuotaListWire>(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
  })
}

/** One project's account, for administrators. */
export function projectQuotaOptions(projectId: string | null) {
  return queryOptions({
    queryKey: [...KEYS.all, projectId],
    enabled: projectId !== null,
    queryFn: async ({ signal }) => {
      const path = `/v2/vitrine/quotas/${encodeURIComponent(projectId ?? '')}`
      return (await requestJson<{ quota: QuotaWire }>(path, { signal })).quota
    },
  })
}

export async function refreshQuotas(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ['quota'] })
}

/** How full it is, 0 to 100; null without a limit. */
export function fillPercent({ used, reserved, limit }: QuotaAmountWire): number | null {
  if (limit === null) return null
  return limit === 0 ? 100 : Math.min(100, ((used + reserved) / limit) * 100)
}

export type { QuotaAmountWire, QuotaWire }
