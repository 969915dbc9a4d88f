import { createHmac } from 'node:crypto'
import { untilDone } from '../until-done.ts'
import type { SwiftClient } from './swift-client.ts'
import type { SwiftObject } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'

/** Makes addresses that need no token, if the store is set to. The servers learn the key once, with the container. */
export function temporaryUrls(
  client: SwiftClient,
  { redirect, container }: SwiftStoreOptions,
): ((place: SwiftObject) => Promise<string>) | undefined {
  if (redirect === undefined) return undefined
  const { key, seconds } = redirect
  const tellKey = untilDone(async () => {
    const headers = { 'x-container-meta-temp-url-key': key.reveal() }
    await client.askText({ method: 'POST', container, headers })
  })
  return async (place) => {
    await tellKey()
    const url = await client.addressOf(place)
    const ends = Math.floor(Date.now() / 1000) + seconds
    // Methods other than GET (and HEAD, which goes with it) are others' signatures.
    const text = `GET\n${ends}\n${decodeURIComponent(url.pathname)}`
    url.searchParams.set('temp_url_sig', createHmac('sha256', key.reveal()).update(text).digest('hex'))
    url.searchParams.set('temp_url_expires', String(ends))
    return url.href
  }
}
