import { DomainError } from '#lib/domain/errors.ts'
import { type RetryPolicy, retrying } from '../remote/retrying.ts'
import { type Transport, textOf } from '../remote/transport.ts'
import { escaped } from '../remote/xml-text.ts'
import { childOf, parseXml, type XmlElement } from '../remote/xml-tree.ts'

/** A thing on the server, by the server's own name for it. */
export interface ManagedObject {
  readonly type: string
  readonly id: string
}

export interface SoapCall {
  readonly method: string
  readonly on: ManagedObject
  /** XML of the arguments, in the order of the interface's description. */
  readonly args?: string
}

/** What came back: values, or the name of a fault such as `FileNotFound`. */
export interface SoapAnswer {
  readonly fault: string | null
  /** Every `returnval`. */
  readonly values: readonly XmlElement[]
  readonly cookie: string | null
}

export interface SoapServer {
  readonly storeId: string
  readonly transport: Transport
  readonly address: URL
  readonly retry: RetryPolicy
}

const VERSION = 'urn:vim25/6.5'
const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/'

/** Asks, again if need be: every call here may be made twice. @throws `unavailable` */
export async function callSoap(server: SoapServer, call: SoapCall, cookie?: string): Promise<SoapAnswer> {
  const headers = {
    ...{ 'content-type': 'text/xml; charset=utf-8', soapaction: VERSION },
    ...(cookie === undefined ? {} : { cookie }),
  }
  const body = Buffer.from(envelopeOf(call))
  const { status, said } = await retrying(server.retry, async () => {
    const answer = await server.transport.send({ method: 'POST', url: server.address, headers, body })
    const said = answerIn(await textOf(answer), answer.headers['set-cookie'])
    // A fault comes with status 500, but it is an answer.
    return { ...answer, said, status: said === null ? answer.status : 200 }
  })
  if (said !== null) return said
  throw new DomainError('unavailable', `The store ${server.storeId} does not work now (status ${status}).`, {
    retryAfterSeconds: 5,
  })
}

function envelopeOf({ method, on, args = '' }: SoapCall): string {
  const call = `<${method} xmlns="urn:vim25">${reference('_this', on)}${args}</${method}>`
  return `<?xml version="1.0" encoding="UTF-8"?><Envelope xmlns="${ENVELOPE}"><Body>${call}</Body></Envelope>`
}

export const reference = (name: string, { type, id }: ManagedObject): string =>
  `<${name} type="${escaped(type)}">${escaped(id)}</${name}>`

export const textElement = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

export const objectIn = (element: XmlElement | undefined): ManagedObject | null =>
  element?.attributes.type === undefined ? null : { type: element.attributes.type, id: element.text }

/** Null for what is no answer of this kind. */
function answerIn(text: string, setCookie = ''): SoapAnswer | null {
  const body = childOf(parseXml(text) ?? undefined, 'Body')
  const first = body?.children[0]
  if (first === undefined) return null
  const cookie = /vmware_soap_session=(?:"[^"]*"|[^;,\s]*)/.exec(setCookie)?.[0] ?? null
  if (first.name !== 'Fault') {
    return { fault: null, values: first.children.filter(({ name }) => name === 'returnval'), cookie }
  }
  return { fault: faultName(childOf(first, 'detail')?.children[0]), values: [], cookie }
}

/** `<FileNotFoundFault xsi:type="ns:FileNotFound">`; elsewhere it is `<fault xsi:type="FileNotFound">`. */
export function faultName(element: XmlElement | undefined): string {
  const { type } = element?.attributes ?? {}
  return type?.slice(type.indexOf(':') + 1) ?? element?.name.replace(/Fault$/, '') ?? 'unknown'
}
