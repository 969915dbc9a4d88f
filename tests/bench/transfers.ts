import type { RunningServer } from '#tests/support/server.ts'
import { type BareServer, transfer } from './children.ts'
import { readUsage, resetPeak } from './process-usage.ts'
import { median, type Row, tell } from './report.ts'
import { createImage, createUpload, deleteImage, signIn } from './session.ts'

const MIB = 1024 * 1024
const ROUNDS = 3

interface Sample {
  readonly mibPerSecond: number
  readonly cpuSeconds: number
  readonly peakMiB: number
}

interface Way {
  readonly what: string
  readonly goal: string
  ours(): Promise<{ seconds: number }>
  bare(): Promise<{ seconds: number }>
}

/** PUT, tus and GET of one big image, each in alternation with the bare server; medians of the rounds. */
export async function benchTransfers(
  server: RunningServer,
  bare: BareServer,
  sizeBytes: number,
): Promise<Row[]> {
  const token = await signIn(server, 'bench', 'bench-password', 'bench')
  const ways = waysOf(server, bare, token, sizeBytes)
  const rows: Row[] = []
  for (const way of ways) rows.push(tell(await compare(way, server.pid, bare.pid, sizeBytes)))
  return rows
}

function waysOf(server: RunningServer, bare: BareServer, token: string, sizeBytes: number): Way[] {
  const octets = { 'content-type': 'application/octet-stream' }
  const ofBare = (path: string, method: 'PUT' | 'GET') => () =>
    transfer({
      url: `${bare.url}/${path}`,
      method,
      headers: octets,
      sizeBytes,
      expectStatus: method === 'PUT' ? 204 : 200,
    })
  let kept = ''

  const put = async () => {
    if (kept !== '') await deleteImage(server, token, kept)
    kept = await createImage(server, token)
    const headers = { ...octets, 'x-auth-token': token }
    return transfer({
      url: `${server.url}/v2/images/${kept}/file`,
      method: 'PUT',
      headers,
      sizeBytes,
      expectStatus: 204,
    })
  }
  const get = () => {
    const headers = { 'x-auth-token': token }
    return transfer({
      url: `${server.url}/v2/images/${kept}/file`,
      method: 'GET',
      headers,
      sizeBytes,
      expectStatus: 200,
    })
  }
  const tus = async () => {
    const id = await createImage(server, token)
    const url = await createUpload(server, token, id, sizeBytes)
    const headers = {
      'x-auth-token': token,
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    }
    const result = await transfer({ url, method: 'PATCH', headers, sizeBytes, expectStatus: 204 })
    await deleteImage(server, token, id)
    return result
  }
  return [
    { what: 'PUT, hashed', goal: 'goal ≥ 1.3', ours: put, bare: ofBare('hash/put', 'PUT') },
    { what: 'GET', goal: 'goal ≥ 0.9', ours: get, bare: ofBare('file/put', 'GET') },
    { what: 'tus, hashed', goal: 'goal ≥ 1.3', ours: tus, bare: ofBare('hash/tus', 'PUT') },
  ]
}

async function compare(way: Way, ourPid: number, barePid: number, sizeBytes: number): Promise<Row> {
  const ours: Sample[] = []
  const bare: Sample[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await sample(way.ours, ourPid, sizeBytes))
    bare.push(await sample(way.bare, barePid, sizeBytes))
  }
  const rate = (samples: readonly Sample[]): number => median(samples.map((each) => each.mibPerSecond))
  return {
    what: `${way.what}, ${Math.round(sizeBytes / MIB)} MiB`,
    ours: describe(ours),
    bare: describe(bare),
    ratio: rate(ours) / rate(bare),
    note: way.goal,
  }
}

async function sample(
  work: () => Promise<{ seconds: number }>,
  pid: number,
  sizeBytes: number,
): Promise<Sample> {
  await resetPeak(pid)
  const before = await readUsage(pid)
  const { seconds } = await work()
  const after = await readUsage(pid)
  return {
    mibPerSecond: sizeBytes / MIB / seconds,
    cpuSeconds: (after?.cpuSeconds ?? Number.NaN) - (before?.cpuSeconds ?? Number.NaN),
    peakMiB: after?.peakMiB ?? Number.NaN,
  }
}

function describe(samples: readonly Sample[]): string {
  const middle = (pick: (sample: Sample) => number): number => median(samples.map(pick))
  const rate = middle((each) => each.mibPerSecond).toFixed(0)
  const cpu = middle((each) => each.cpuSeconds).toFixed(1)
  return `${rate} MiB/s, ${cpu} s CPU, peak ${middle((each) => each.peakMiB).toFixed(0)} MiB`
}
