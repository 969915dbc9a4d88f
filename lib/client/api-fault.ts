import { serviceText } from './service-text/service-text.ts'

/** A refusal or failure of the service, as the browser shows it. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  /** The HTTP status; 0 when no answer came at all. */
  readonly status: number
  /** The service's short word for it, for example `conflict`; `offline` when no answer came. */
  readonly code: string
  /** To quote when asking an operator. */
  readonly requestId: string | null
  /** The field at fault, in the API's spelling. */
  readonly field: string | null

  constructor(fault: {
    status: number
    code: string
    message: string
    requestId?: string | null
    field?: string | null
  }) {
    super(fault.message)
    this.status = fault.status
    this.code = fault.code
    this.requestId = fault.requestId ?? null
    this.field = fault.field ?? null
  }
}

/** Reads a refusal's body, whichever of the shapes it comes in. */
export async function faultFrom(response: Response): Promise<ApiFault> {
  const text = await response.text().catch(() => '')
  const body = readFaultBody(text)
  return new ApiFault({
    status: response.status,
    code: body.code ?? CODES[response.status] ?? 'failed',
    message: body.message ?? `The service answered ${response.status} ${response.statusText}`.trim(),
    requestId: response.headers.get('x-openstack-request-id'),
    field: body.field ?? null,
  })
}

/** What to say when nothing came back. */
export function offlineFault(): ApiFault {
  return new ApiFault({
    status: 0,
    code: 'offline',
    message: 'The service cannot be reached. Check the network; this is tried again by itself.',
  })
}

/** The text of any error, for people: in the page's language where it is known there. */
export function faultMessage(error: unknown): string {
  return serviceText(englishOf(error)).text
}

/** As the service said it, or the browser. */
export function englishOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'stale',
  413: 'over_limit',
  415: 'unsupported_media',
  429: 'too_many_attempts',
  503: 'unavailable',
}

interface FaultBody {
  readonly code?: string
  readonly message?: string
  readonly field?: string
}

function readFaultBody(text: string): FaultBody {
  try {
    const parsed: unknown = JSON.parse(text)
    const inner = isRecord(parsed) && isRecord(parsed.error) ? parsed.error : parsed
    if (!isRecord(inner)) return {}
    return {
      ...(typeof inner.message === 'string' && { message: inner.message }),
      ...(typeof inner.reason === 'string' && { code: inner.reason }),
      ...(typeof inner.field === 'string' && { field: inner.field }),
    }
  } catch {
    // Not JSON: a proxy's page, or plain text. Short plain text is worth showing.
    return text !== '' && text.length < 300 && !text.includes('<') ? { message: text } : {}
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
