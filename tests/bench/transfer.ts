import { randomBytes } from 'node:crypto'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'

/**
 * One big transfer from a process of its own. Usage: node transfer.ts '<TransferPlan as JSON>'; prints a TransferResult.
 */
export interface TransferPlan {
  readonly url: string
  readonly method: 'GET' | 'PUT' | 'PATCH'
  readonly headers: Readonly<Record<string, string>>
  /** What to send; for GET, what must arrive. */
  readonly sizeBytes: number
  readonly expectStatus: number
}

export interface TransferResult {
  readonly seconds: number
}

const BLOCK_BYTES = 1024 * 1024

/** Sends without repeating a short pattern (the position stamps each block), without the cost of making random bytes. */
async function send(outgoing: ClientRequest, sizeBytes: number): Promise<void> {
  for (let sent = 0; sent < sizeBytes; ) {
    const block = Buffer.from(template.subarray(0, Math.min(BLOCK_BYTES, sizeBytes - sent)))
    if (block.length >= 8) block.writeBigUInt64LE(BigInt(sent))
    sent += block.length
    if (!outgoing.write(block)) await new Promise((resolve) => outgoing.once('drain', resolve))
  }
  outgoing.end()
}

async function receive(response: IncomingMessage): Promise<number> {
  let received = 0
  for await (const chunk of response) received += (chunk as Buffer).length
  return received
}

async function run(plan: TransferPlan): Promise<TransferResult> {
  const startedAt = performance.now()
  const isSending = plan.method !== 'GET'
  const headers = isSending ? { ...plan.headers, 'content-length': String(plan.sizeBytes) } : plan.headers
  const outgoing = request(plan.url, { method: plan.method, headers })
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    outgoing.on('response', resolve).on('error', reject),
  )
  if (isSending) await send(outgoing, plan.sizeBytes)
  else outgoing.end()
  const response = await answered
  const received = await receive(response)
  if (response.statusCode !== plan.expectStatus)
    throw new Error(`${plan.method} ${plan.url} answered ${response.statusCode}`)
  if (!isSending && received !== plan.sizeBytes)
    throw new Error(`${received} of ${plan.sizeBytes} bytes arrived`)
  return { seconds: (performance.now() - startedAt) / 1000 }
}

const template = randomBytes(BLOCK_BYTES)
process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as TransferPlan)))
