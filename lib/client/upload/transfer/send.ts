import type { DetailedError, HttpResponse, Upload as TusUpload, UploadOptions } from 'tus-js-client'
import { tusMetadata } from '../file/draft.ts'
import type { UploadEvent } from '../model/machine.ts'
import type { Upload } from '../model/upload.ts'
import { nextChunkBytes, smallerChunkBytes } from '../pace/chunk-size.ts'
import { failed, happened, type Outcome } from './server.ts'
import { PROXY_TOO_SMALL, troubleOf } from './trouble.ts'

/** A line on which nothing moves for this long is cut; one that was pulled out tells nobody. */
const STALL_MS = 30_000
/** The answer to a whole request may take longer: the server makes its bytes safe. */
const ANSWER_MS = 120_000
/** The last answer comes after hashing, inspecting and storing. */
const FINAL_ANSWER_MS = 600_000

interface Sending {
  readonly upload: Upload
  readonly file: Blob
  readonly tell: (event: UploadEvent) => void
  readonly signal: AbortSignal
}

/**
 * Sends the missing bytes with the tus protocol, one request after the other. Retries and resuming are the machine's:
 * the library is told to give up at the first failure, so that what the person reads is what happens.
 */
export async function sendFile(sending: Sending): Promise<Outcome> {
  const tus = await import('tus-js-client').catch(() => null)
  if (tus === null || sending.signal.aborted) return failed({ kind: 'network' })
  return new Promise((resolve) => {
    const run = newRun(sending, resolve)
    run.transfer = new tus.Upload(sending.file, optionsOf(run))
    sending.signal.addEventListener('abort', run.cut, { once: true })
    expectWithin(run, ANSWER_MS)
    run.transfer.start()
  })
}

/** One stretch of sending, until it succeeds or is cut. */
interface Run extends Sending {
  readonly end: (outcome: Outcome) => void
  readonly cut: () => void
  transfer: TusUpload | null
  chunkBytes: number
  /** Where and when the present request began. */
  requestFrom: number
  requestBeganMs: number
  watch: ReturnType<typeof setTimeout> | undefined
}

function newRun(sending: Sending, resolve: (outcome: Outcome) => void): Run {
  const run: Run = {
    ...sending,
    transfer: null,
    chunkBytes: sending.upload.chunkBytes,
    requestFrom: sending.upload.ackedBytes,
    requestBeganMs: performance.now(),
    watch: undefined,
    end(outcome) {
      clearTimeout(run.watch)
      sending.signal.removeEventListener('abort', run.cut)
      resolve(outcome)
    },
    cut() {
      void run.transfer?.abort(false)
      run.end(failed({ kind: 'network' }))
    },
  }
  return run
}

function optionsOf(run: Run): UploadOptions {
  return {
    ...destination(run.upload),
    chunkSize: run.chunkBytes,
    headers: { Accept: 'application/json' },
    retryDelays: [],
    storeFingerprintForResuming: false,
    onProgress: (bytes) => onProgress(run, bytes),
    onChunkComplete: (_length, acceptedBytes) => onChunkComplete(run, acceptedBytes),
    onUploadUrlAvailable: () => onUploadMade(run),
    onAfterResponse: (request, response) => {
      const offset = Number.parseInt(response.getHeader('Upload-Offset') ?? '', 10)
      if (request.getMethod() === 'HEAD' && Number.isSafeInteger(offset)) onOffset(run, offset)
    },
    onSuccess: () => run.end(happened({ type: 'accepted' })),
    onError: (error) => void explain(error, run).then(run.end),
  }
}

function expectWithin(run: Run, ms: number): void {
  clearTimeout(run.watch)
  run.watch = setTimeout(run.cut, ms)
}

function onProgress(run: Run, bytes: number): void {
  const size = run.upload.file.sizeBytes
  run.tell({ type: 'progress', bytes })
  if (bytes >= size) run.tell({ type: 'allSent' })
  expectWithin(run, patienceMs(run, bytes))
}

function patienceMs(run: Run, bytes: number): number {
  if (bytes >= run.upload.file.sizeBytes) return FINAL_ANSWER_MS
  return bytes >= run.requestFrom + run.chunkBytes ? ANSWER_MS : STALL_MS
}

function onOffset(run: Run, bytes: number): void {
  run.tell({ type: 'serverOffset', bytes })
  run.requestFrom = bytes
  run.requestBeganMs = performance.now()
}

/** A whole request tells how long the next one should be; the last, shorter one does not. */
function onChunkComplete(run: Run, acceptedBytes: number): void {
  const isWhole = acceptedBytes - run.requestFrom >= run.chunkBytes
  if (isWhole) run.chunkBytes = nextChunkBytes(run.chunkBytes, performance.now() - run.requestBeganMs)
  onOffset(run, acceptedBytes)
  run.tell({ type: 'chunkSize', bytes: run.chunkBytes })
  if (run.transfer !== null) run.transfer.options.chunkSize = run.chunkBytes
}

function onUploadMade({ transfer, tell }: Run): void {
  const url = transfer?.url
  // The path alone: behind a proxy the service may not know the address that the browser uses.
  if (url) tell({ type: 'uploadMade', uploadUrl: new URL(url, location.href).pathname })
}

/** Without `endpoint` the library cannot begin anew by itself when the upload is gone: that is for the machine. */
function destination(upload: Upload): Pick<UploadOptions, 'endpoint' | 'uploadUrl' | 'metadata'> {
  return upload.uploadUrl === null
    ? { endpoint: '/uploads', metadata: tusMetadata(upload.id, upload.file.name, upload.draft) }
    : { uploadUrl: upload.uploadUrl }
}

async function explain(error: Error | DetailedError, run: Run): Promise<Outcome> {
  const response = 'originalResponse' in error ? error.originalResponse : null
  const trouble = response ? troubleOf(answerOf(response)) : ({ kind: 'network' } as const)
  if (trouble.kind === 'too-long-for-proxy') return sendShorter(run)
  // A file that changed on the disk looks like a broken network to the sender.
  const isFileLost = trouble.kind === 'network' && !(await isReadable(run.file))
  return isFileLost ? happened({ type: 'fileLost', problem: { code: 'changed' } }) : failed(trouble)
}

function sendShorter(run: Run): Outcome {
  const bytes = smallerChunkBytes(run.chunkBytes)
  if (bytes === null) return failed({ kind: 'refused', fault: PROXY_TOO_SMALL })
  run.tell({ type: 'chunkSize', bytes })
  return failed({
    kind: 'server',
    retryAfterMs: 0,
    note: { code: 'shorterRequests' },
  })
}

function answerOf(response: HttpResponse) {
  return {
    status: response.getStatus(),
    body: response.getBody(),
    requestId: response.getHeader('x-openstack-request-id') ?? null,
    retryAfter: response.getHeader('retry-after') ?? null,
  }
}

async function isReadable(file: Blob): Promise<boolean> {
  try {
    await Promise.all([file.slice(0, 1).arrayBuffer(), file.slice(-1).arrayBuffer()])
    return true
  } catch {
    return false
  }
}
