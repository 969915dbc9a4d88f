import { Agent, request } from 'node:http'

/**
 * Bounded load from a process of its own, so that the client's work is not counted as the server's.
 * Usage: node load.ts '<LoadPlan as JSON>'; prints a LoadResult as JSON.
 */
export interface LoadPlan {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly connections: number
  readonly seconds: number
  readonly expectStatus: number
}

export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly requests: number
}

function once(plan: LoadPlan, agent: Agent): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const outgoing = request(plan.url, { method: plan.method, headers: plan.headers, agent }, (response) => {
      response.resume()
      response.on('end', () => {
        if (response.statusCode === plan.expectStatus) resolve(performance.now() - startedAt)
        else
          reject(
            new Error(`${plan.method} ${plan.url} answered ${response.statusCode}, not ${plan.expectStatus}`),
          )
      })
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(plan.body)
  })
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.connections })
  const times: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + plan.seconds * 1000
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt) times.push(await once(plan, agent))
  }
  await Promise.all(Array.from({ length: plan.connections }, worker))
  const elapsedSeconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: times.length / elapsedSeconds, p50Ms: at(0.5), p95Ms: at(0.95), requests: times.length }
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as LoadPlan)))
