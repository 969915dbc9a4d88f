import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { deliveryToWire, WebhookCreate, webhookToWire } from '../contract/webhook-body.ts'
import { request, requestJson } from './http.ts'

export type WebhookWire = ReturnType<typeof webhookToWire>
export type DeliveryWire = ReturnType<typeof deliveryToWire>
type DeliveryState = DeliveryWire['state']

const PATH = '/v2/vitrine/webhooks'
const KEYS = {
  all: ['webhooks'],
  list: ['webhooks', 'list'],
  deliveries: (id: string) => ['webhooks', 'deliveries', id],
} as const
/** Deliveries tell nobody that they are done. */
const LOOK_AGAIN_MS = 10_000

export function webhooksOptions() {
  return queryOptions({
    queryKey: KEYS.list,
    queryFn: async ({ signal }) =>
      (await requestJson<{ webhooks: readonly WebhookWire[] }>(PATH, { signal })).webhooks,
  })
}

/** What has not been taken: what waits for its next try, or what was given up; newest first. */
export function deliveriesOptions(webhookId: string, state: DeliveryState) {
  return queryOptions({
    queryKey: [...KEYS.deliveries(webhookId), state],
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async ({ signal }) =>
      (
        await requestJson<{ deliveries: readonly DeliveryWire[] }>(
          `${webhookPath(webhookId)}/deliveries?state=${state}`,
          { signal },
        )
      ).deliveries,
  })
}

export function useAddWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (webhook: WebhookCreate) => request(PATH, { method: 'POST', body: webhook }),
    onSuccess: () => refresh(client),
  })
}

export function useSwitchWebhook(webhookId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (enabled: boolean) => request(webhookPath(webhookId), { method: 'PATCH', body: { enabled } }),
    onSettled: () => refresh(client),
  })
}

export function useDeleteWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (webhookId: string) => request(webhookPath(webhookId), { method: 'DELETE' }),
    onSettled: () => refresh(client),
  })
}

/** Sends again what was given up, one after another. @throws ApiFault; what came before it is sent all the same */
export function useReplay(webhookId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (deliveryIds: readonly string[]) => {
      for (const id of deliveryIds) {
        await request(`${webhookPath(webhookId)}/deliveries/${id}/replay`, { method: 'POST' })
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.deliveries(webhookId) }),
  })
}

/** A secret that nobody guesses: 32 random bytes, in hexadecimal digits. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function refresh(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: KEYS.all })
}

function webhookPath(webhookId: string): string {
  return `${PATH}/${encodeURIComponent(webhookId)}`
}
