import type { RunningServer } from '#tests/support/server.ts'
import { type BareServer, load } from './children.ts'
import type { LoadResult } from './load.ts'
import { median, type Row, tell } from './report.ts'
import { seedImages } from './seed.ts'
import { type BenchMember, createBenchMember } from './session.ts'

const CONNECTIONS = 8
const SECONDS = 4
const ROUNDS = 3
const SMALL = 1_000
const LARGE = 100_000

interface Question {
  readonly what: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly expectStatus: number
  readonly goal: string
}

/** Requests a second of show, create and list, on a small and on a large table, each beside the bare server. */
export async function benchRequests(server: RunningServer, bare: BareServer): Promise<Row[]> {
  const member = await createBenchMember(server)
  const small = await seed(server, member, SMALL)
  const first = small[0] ?? ''
  const rows = [
    await measure(server, bare, member, show(first)),
    await measure(server, bare, member, list('', `of ${SMALL}`)),
  ]
  const large = await seed(server, member, LARGE)
  rows.push(
    await measure(server, bare, member, list('', `of ${LARGE}`)),
    await measure(
      server,
      bare,
      member,
      list(`&marker=${large[Math.floor(large.length / 2)]}`, `of ${LARGE}, in the middle`),
    ),
    await measure(server, bare, member, list('&sort=name:asc', `of ${LARGE}, by name`)),
    await measure(server, bare, member, create()),
  )
  return rows
}

/** The server is stopped while its table is filled, and started again. */
async function seed(server: RunningServer, member: BenchMember, total: number): Promise<string[]> {
  await server.kill('SIGTERM')
  const ids = await seedImages(`sqlite:${server.dataDir}/vitrine.db`, member.projectId, total)
  await server.restart()
  return ids
}

const show = (id: string): Question => ({
  what: 'show',
  method: 'GET',
  path: `/v2/images/${id}`,
  expectStatus: 200,
  goal: 'goal ≥ 3,000/s',
})

const list = (query: string, where: string): Question => ({
  what: `list 25 ${where}`,
  method: 'GET',
  path: `/v2/images?limit=25${query}`,
  expectStatus: 200,
  goal: 'goal ≥ 400/s, flat',
})

const create = (): Question => ({
  what: 'create',
  method: 'POST',
  path: '/v2/images',
  body: JSON.stringify({
    name: 'bench',
    disk_format: 'raw',
    container_format: 'bare',
    os_distro: 'debian',
    tags: ['bench'],
  }),
  expectStatus: 201,
  goal: 'each synced to the disk',
})

async function measure(
  server: RunningServer,
  bare: BareServer,
  member: BenchMember,
  question: Question,
): Promise<Row> {
  const headers = { 'x-auth-token': member.token, 'content-type': 'application/json' }
  const { method, body, expectStatus } = question
  const shared = { headers, connections: CONNECTIONS, seconds: SECONDS }
  const sizeBytes = await answerSize(server, question, headers)
  const ours: LoadResult[] = []
  const theirs: LoadResult[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(
      await load({
        ...shared,
        url: `${server.url}${question.path}`,
        method,
        expectStatus,
        ...(body === undefined ? {} : { body }),
      }),
    )
    theirs.push(
      await load({ ...shared, url: `${bare.url}/json/${sizeBytes}`, method: 'GET', expectStatus: 200 }),
    )
  }
  return tell({
    what: question.what,
    ours: describe(ours),
    bare: describe(theirs),
    ratio: perSecond(ours) / perSecond(theirs),
    note: `${sizeBytes} bytes an answer; ${question.goal}`,
  })
}

async function answerSize(
  server: RunningServer,
  question: Question,
  headers: Record<string, string>,
): Promise<number> {
  const { method, body } = question
  const response = await fetch(`${server.url}${question.path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return (await response.arrayBuffer()).byteLength
}

const perSecond = (results: readonly LoadResult[]): number =>
  median(results.map((result) => result.perSecond))

function describe(results: readonly LoadResult[]): string {
  const p50 = median(results.map((result) => result.p50Ms)).toFixed(1)
  const p95 = median(results.map((result) => result.p95Ms)).toFixed(1)
  return `${perSecond(results).toFixed(0)}/s, p50 ${p50} ms, p95 ${p95} ms`
}
