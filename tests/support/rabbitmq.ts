import { startSharedService } from './shared-service.ts'

export interface RabbitMq {
  readonly url: string
  stop(): Promise<void>
}

/** A broker of this test alone. @throws when the scripts beside the checkout are missing, or it does not start */
export async function startRabbitMq(): Promise<RabbitMq> {
  const { port, stop } = await startSharedService('rabbitmq', '/usr/sbin/rabbitmq-server')
  return { url: `amqp://glance:glance@127.0.0.1:${port}/`, stop }
}
