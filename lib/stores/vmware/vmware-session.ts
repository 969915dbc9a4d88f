import { DomainError } from '#lib/domain/errors.ts'
import type { Transport } from '../remote/transport.ts'
import { childOf, type XmlElement } from '../remote/xml-tree.ts'
import {
  callSoap,
  type ManagedObject,
  objectIn,
  type SoapAnswer,
  type SoapCall,
  textElement,
} from './soap.ts'
import { toVmwareFault } from './vmware-faults.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'

/** The server's own workers that we ask. */
const WORKERS = ['sessionManager', 'fileManager', 'searchIndex', 'propertyCollector'] as const

export type Worker = (typeof WORKERS)[number]

/** One login, renewed whenever the server has forgotten it. */
export interface VmwareSession {
  /** What transfers show to be let in. @throws `unavailable` */
  cookie(): Promise<string>
  /** The other side did not take this one: the next `cookie` is another. */
  refuse(cookie: string): void
  /** Asks a worker, or another thing. The answer may be a fault. @throws `unavailable` */
  ask(call: Omit<SoapCall, 'on'> & { readonly on: Worker | ManagedObject }): Promise<SoapAnswer>
}

export function createVmwareSession(transport: Transport, options: VmwareStoreOptions): VmwareSession {
  const { id: storeId, retry } = options
  const server = { ...{ storeId, transport, retry }, address: new URL('/sdk', options.address) }
  let workers: Readonly<Record<Worker, ManagedObject>> | null = null
  let cookie: string | null = null
  let running: Promise<string> | null = null

  const findWorkers = async () => {
    const on = { type: 'ServiceInstance', id: 'ServiceInstance' }
    const answer = await callSoap(server, { method: 'RetrieveServiceContent', on })
    workers ??= workersIn(storeId, valuesOf(storeId, answer)[0])
    return workers
  }
  const logIn = async (): Promise<string> => {
    const { sessionManager: on } = workers ?? (await findWorkers())
    const args = textElement('userName', options.user) + textElement('password', options.password.reveal())
    const answer = await callSoap(server, { method: 'Login', on, args })
    valuesOf(storeId, answer)
    if (answer.cookie === null) throw strange(storeId, 'a login without a session')
    return answer.cookie
  }
  const access = async (): Promise<string> => {
    if (cookie !== null) return cookie
    // Many requests may find out at once; one asks.
    running ??= logIn().finally(() => {
      running = null
    })
    cookie = await running
    return cookie
  }
  const refuse = (refused: string): void => {
    if (cookie === refused) cookie = null
  }
  return {
    cookie: access,
    refuse,
    async ask({ on, ...call }) {
      const first = await access()
      const known = workers ?? (await findWorkers())
      const whole = { ...call, on: typeof on === 'string' ? known[on] : on }
      const answer = await callSoap(server, whole, first)
      if (answer.fault !== 'NotAuthenticated') return answer
      refuse(first)
      return callSoap(server, whole, await access())
    },
  }
}

/** What the server gave. @throws what its fault means */
export function valuesOf(storeId: string, { fault, values }: SoapAnswer): readonly XmlElement[] {
  if (fault !== null) throw toVmwareFault(storeId, fault)
  return values
}

function workersIn(storeId: string, content: XmlElement | undefined): Record<Worker, ManagedObject> {
  const found = WORKERS.map((name) => [name, objectIn(childOf(content, name))] as const)
  const absent = found.find(([, object]) => object === null)
  if (absent !== undefined) throw strange(storeId, `no ${absent[0]}`)
  return Object.fromEntries(found) as Record<Worker, ManagedObject>
}

export function strange(storeId: string, what: string): DomainError {
  return new DomainError('unavailable', `The store ${storeId} gave an answer that makes no sense (${what}).`)
}
