import type { WebhookRecords } from '#lib/domain/webhooks.ts'

/** What the API needs of webhooks. */
export interface WebhookDesk {
  readonly records: WebhookRecords
  /** A secret as it is kept. */
  seal(secret: string): string
  /** @throws `invalid` for an address that the site does not send to */
  checkUrl(url: string): void
}
