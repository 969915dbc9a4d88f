import { z } from 'zod'
import { bool, secret, words } from './fields.ts'

const AMQP_URL = z.url({ protocol: /^amqps?$/ })

/** Addresses between commas; at least one, which may be empty. */
export function addressesIn(text: string): readonly string[] {
  return text.split(',').map((address) => address.trim())
}

/** What happens to images, told to other programs. See docs/notifications.md. */
export const NOTIFICATION_SETTINGS = {
  VITRINE_NOTIFICATIONS_DISABLED: words('').describe(
    'Events that are not told to the log, AMQP and webhooks: by name (`image.send`) or group (`metadef_tag`). The audit trail keeps them.',
  ),
  VITRINE_NOTIFICATIONS_PUBLISHER_ID: z
    .string()
    .min(1)
    .optional()
    .describe('`publisher_id` of notifications. Default: `image.` and the name of the machine.'),
  VITRINE_NOTIFICATIONS_LOG: bool.default(false).describe('Write each notification into the log.'),
  VITRINE_NOTIFICATIONS_AMQP_URL: z
    .string()
    .refine((text) => addressesIn(text).every((address) => AMQP_URL.safeParse(address).success), {
      error: 'must be amqp:// or amqps:// addresses, with commas between them',
    })
    .transform(secret)
    .optional()
    .describe(
      '`amqp://user:password@host:port/vhost` of the broker that gets notifications as oslo.messaging sends them; of a cluster all addresses, with commas between them: the next one is used when one fails. Default: none.',
    ),
  VITRINE_NOTIFICATIONS_AMQP_EXCHANGE: z
    .string()
    .min(1)
    .default('glance')
    .describe('Topic exchange at the broker.'),
  VITRINE_NOTIFICATIONS_AMQP_TOPICS: words('notifications').describe(
    'Topics: events go to the routing keys `<topic>.info`, `<topic>.warn` and `<topic>.error`.',
  ),
  VITRINE_NOTIFICATIONS_AMQP_DURABLE: bool
    .default(false)
    .describe('Whether exchange and queues are durable; as `amqp_durable_queues` of the consumers.'),
  VITRINE_EVENTS_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(90)
    .describe('Events older than this leave the audit trail, in days.'),
}
