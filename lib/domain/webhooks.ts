import type { EventType } from './events.ts'
import type { RecordedEvent } from './recorded-events.ts'

/** Where an administrator wants events sent to. */
export interface Webhook {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Types of events, or groups of them (`image.member`); all when empty. */
  readonly types: readonly string[]
  readonly isEnabled: boolean
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** An event that a webhook has not taken yet. */
export interface WebhookDelivery {
  readonly id: number
  readonly webhookId: string
  /** `dead`: tried often enough, and kept for whoever looks. */
  readonly state: 'waiting' | 'dead'
  readonly attempts: number
  readonly nextTryMs: number
  readonly lastError: string | null
  readonly event: Pick<RecordedEvent, 'id' | 'messageId'> & { readonly type: EventType }
}

/** What is to be sent now. */
export interface DueDelivery {
  readonly id: number
  readonly attempts: number
  readonly url: string
  readonly sealedSecret: string
  readonly event: RecordedEvent
}

export interface WebhookRecords {
  list(): Promise<readonly Webhook[]>
  /** @throws `not_found` */
  get(id: string): Promise<Webhook>
  add(webhook: Webhook, sealedSecret: string): Promise<void>
  /** @param sealedSecret Absent: it stays. @throws `not_found` */
  save(webhook: Webhook, sealedSecret?: string): Promise<void>
  /** With all that waits for it. @throws `not_found` */
  remove(id: string): Promise<void>
  /** Newest first. */
  deliveries(
    webhookId: string,
    state: WebhookDelivery['state'],
    limit: number,
  ): Promise<readonly WebhookDelivery[]>
  /** A dead one waits again. @throws `not_found` */
  replay(webhookId: string, deliveryId: number): Promise<void>
}

/** Deliveries on their way; whoever calls holds the lease. */
export interface DeliveryQueue {
  /** Each event for each webhook that wants it. */
  enqueue(events: readonly RecordedEvent[]): Promise<void>
  /** The first of each image's line of each enabled webhook, if its time has come. */
  due(nowMs: number, limit: number): Promise<readonly DueDelivery[]>
  /** It was taken. */
  done(deliveryId: number): Promise<void>
  failed(deliveryId: number, failure: DeliveryFailure): Promise<void>
}

export interface DeliveryFailure {
  readonly reason: string
  /** Null: no more. */
  readonly nextTryMs: number | null
}

export function wantsEvent({ types }: Pick<Webhook, 'types'>, type: EventType): boolean {
  return types.length === 0 || types.some((name) => type === name || type.startsWith(`${name}.`))
}
