import { DomainError, invalid } from '#lib/domain/errors.ts'
import { openRemoteFile, type RemoteFile } from '#lib/net/remote-file.ts'
import { strongValidator } from '#lib/net/remote-part.ts'
import type { SafeFetch, SafeResponse } from '#lib/net/safe-fetch.ts'
import type { ServiceToken } from '#lib/net/service-token.ts'
import { readSmall } from '#lib/net/small-body.ts'
import { type RemoteImage, readRemoteImage } from './remote-image.ts'

export interface RemoteImagesOptions {
  readonly token: ServiceToken
  /** For the services that the catalog names: the operator's own. */
  readonly fetch: SafeFetch
  /** For where their data may be redirected to: under the site's rules for addresses. */
  readonly fetchElsewhere: SafeFetch
}

/** Which image service, and which of its images. */
export interface RemotePlace {
  readonly endpoint: string
  readonly imageId: string
}

/** Image services of other regions, asked with this service's own account. */
export interface RemoteImages {
  /** @throws `invalid` (field glance_region) the catalog names none, `unavailable` */
  endpointOf(region: string, interfaceName: string): Promise<string>
  /** Null when it is absent or not shown to our account. @throws `unavailable` */
  find(place: RemotePlace, signal: AbortSignal): Promise<RemoteImage | null>
  /** Whether it is shared with the project, as far as our account may know. @throws `unavailable` */
  isMember(place: RemotePlace, projectId: string, signal: AbortSignal): Promise<boolean>
  /** @param version what tells this data from other; @throws as `openRemoteFile` */
  open(
    place: RemotePlace,
    data: { version: string | null; maxBytes: number },
    signal: AbortSignal,
  ): Promise<RemoteFile>
}

const MOST_BYTES = 1024 * 1024

export function createRemoteImages(options: RemoteImagesOptions): RemoteImages {
  const { token, fetch } = options
  /** The body of 200; null for what is not shown to us. */
  const ask = async (url: string, outer: AbortSignal): Promise<string | null> => {
    const response = await token.use((text, signal) => {
      const headers = { accept: 'application/json', 'x-auth-token': text }
      return fetch({ url, headers, maxBytes: MOST_BYTES }, AbortSignal.any([outer, signal]))
    })
    if (response.status === 200) return Buffer.from(await readSmall(response)).toString('utf8')
    await response.stream.cancel()
    if ([400, 403, 404].includes(response.status)) return null
    throw new DomainError('unavailable', `The other region does not answer now (${response.status}).`)
  }
  return {
    async endpointOf(region, interfaceName) {
      const services = (await token.catalog()).filter(({ type }) => type === 'image')
      const endpoint = services
        .flatMap(({ endpoints }) => endpoints)
        .find((each) => each.region === region && each.interface === interfaceName)
      if (endpoint !== undefined) return endpoint.url.replace(/\/+$/, '').replace(/\/v2$/, '')
      throw invalid(`There is no region ${region} with a ${interfaceName} image service.`, 'glance_region')
    },
    async find(place, signal) {
      const body = await ask(addressOf(place), signal)
      return body === null ? null : readRemoteImage(body)
    },
    async isMember(place, projectId, signal) {
      return (await ask(`${addressOf(place)}/members/${encodeURIComponent(projectId)}`, signal)) !== null
    },
    open: (place, { version, maxBytes }, signal) =>
      openRemoteFile(dataFetch(options, version), { url: `${addressOf(place)}/file`, maxBytes }, signal),
  }
}

function addressOf({ endpoint, imageId }: RemotePlace): string {
  return `${endpoint}/v2/images/${imageId}`
}

/** Asks with a token that is good at the time, also when a transfer is gone on with hours later. */
function dataFetch({ token, fetch, fetchElsewhere }: RemoteImagesOptions, version: string | null): SafeFetch {
  return async (request, signal) => {
    const response = await token.use((text) => {
      const headers = { ...request.headers, 'x-auth-token': text }
      return fetch({ ...request, headers, redirects: 'answer' }, signal)
    })
    const location = locationOf(response)
    if (location !== null) {
      await response.stream.cancel()
      return fetchElsewhere({ ...request, url: new URL(location, request.url).href }, signal)
    }
    // Glance sends no ETag. Data of an active image never changes, and its hash is compared at the end.
    if (version !== null && strongValidator(response.headers) === null) {
      response.headers.set('etag', `"${version}"`)
    }
    return response
  }
}

/** Stores may be asked by themselves; the token is for the image service alone. */
function locationOf({ status, headers }: SafeResponse): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null
}
