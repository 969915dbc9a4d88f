import { createHmac } from 'node:crypto'
import { untilDone } from '../until-done.ts'
import type { SwiftClient } from './swift-client.ts'
import type { SwiftContainer, SwiftObject } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'

type Redirect = Pick<SwiftStoreOptions, 'redirect'>

/** The servers are told a key once per container; more containers than this are told again. */
const MOST_TOLD = 10_000

/** Makes addresses that need no token, if the store is set to. */
export function temporaryUrls(
  client: SwiftClient,
  options: SwiftStoreOptions,
): ((place: SwiftObject) => Promise<string>) | undefined {
  const { redirect } = options
  if (redirect === undefined) return undefined
  const keyFor =
    options.projects === undefined
      ? accountKey(client, redirect.key.reveal())
      : containerKeys(client, options)
  return async (place) => {
    const key = await keyFor(place)
    const url = await client.addressOf(place)
    const ends = Math.floor(Date.now() / 1000) + redirect.seconds
    // Methods other than GET (and HEAD, which goes with it) are others' signatures.
    const text = `GET\n${ends}\n${decodeURIComponent(url.pathname)}`
    url.searchParams.set('temp_url_sig', createHmac('sha256', key).update(text).digest('hex'))
    url.searchParams.set('temp_url_expires', String(ends))
    return url.href
  }
}

/** Our account's second key. A container's own key would not reach the segments, which lie in another container. */
function accountKey(client: SwiftClient, key: string): () => Promise<string> {
  const tellKey = untilDone(async () => {
    await client.askText({ method: 'POST', headers: { 'x-account-meta-temp-url-key-2': key } })
  })
  return async () => {
    await tellKey()
    return key
  }
}

/** In accounts of others each container has its own key: who owns the account can see it. */
function containerKeys(client: SwiftClient, options: Redirect): (place: SwiftObject) => Promise<string> {
  const told = new Set<string>()
  return async ({ project, container }) => {
    const headers = containerKeyHeaders(options, { project, container })
    const name = `${project}/${container}`
    if (!told.has(name)) await client.askText({ method: 'POST', project, container, headers })
    if (told.size >= MOST_TOLD) told.clear()
    told.add(name)
    return containerKey(options, { project, container })
  }
}

/** With which a container of a project's account learns its key; none unless the store gives addresses. */
export function containerKeyHeaders(options: Redirect, place: SwiftContainer): Record<string, string> {
  return options.redirect === undefined
    ? {}
    : { 'x-container-meta-temp-url-key': containerKey(options, place) }
}

function containerKey({ redirect }: Redirect, { project, container }: SwiftContainer): string {
  const secret = redirect?.key.reveal() ?? ''
  return createHmac('sha256', secret).update(`${project}/${container}`).digest('hex')
}
