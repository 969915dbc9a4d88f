import { z } from 'zod'
import { DomainError, notFound, overLimit } from '#lib/domain/errors.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import { ifPresent } from '../remote/if-present.ts'
import { untilDone } from '../until-done.ts'
import type { SwiftClient } from './swift-client.ts'
import { putObject, removeLarge, removeObject, removeObjects } from './swift-container.ts'
import type { SwiftLayout } from './swift-layout.ts'
import { SEGMENTS, type SwiftObject, segmentsOf } from './swift-names.ts'
import type { ProjectAccounts, SwiftStoreOptions } from './swift-options.ts'
import { containerKeyHeaders } from './swift-temporary-urls.ts'

/** What an id of a project may be to be a part of addresses and access lists. */
const PROJECT = /^[\w-]{1,128}$/

/** In which account an image's data lies: noted before its first byte, as images may change hands. */
const ACCOUNT = z.object({ project: z.string() })
const ACCOUNTS = 'accounts/'

/** How urls of images begin. */
export const projectsUrl = ({ prefix }: Pick<ProjectAccounts, 'prefix'>): string => `swift+${prefix}`

/**
 * What follows that, taken apart: `<project>/<container>_<image>/<image>`, as Glance has it; null when it is something
 * else.
 */
export function imageInProject(rest: string, ownContainer: string): SwiftObject | null {
  const [project = '', container = '', object = '', ...more] = rest.split('/')
  const isImage = object !== '' && container === `${ownContainer}_${object}` && idOf(object) !== null
  return isImage && more.length === 0 && PROJECT.test(project) ? { project, container, object } : null
}

/** Each image in a container of its own, with its segments, in the account of the project that owned it at first. */
export function projectContainers(
  client: SwiftClient,
  options: SwiftStoreOptions,
  accounts: ProjectAccounts,
): SwiftLayout {
  const { container } = options
  const staging = { container: segmentsOf(container) }
  const begin = projectsUrl(accounts)
  const noteOf = (object: string): SwiftObject => ({ ...staging, object: ACCOUNTS + object })
  const imageOf = (project: string, object: string): SwiftObject => ({
    ...{ project, container: `${container}_${object}`, object },
  })
  const makeStaging = untilDone(async () => void (await client.askText({ method: 'PUT', ...staging })))
  const find = async (imageId: string): Promise<SwiftObject | null> => {
    const object = objectNameOf(imageId)
    const text = await ifPresent(client.askText({ method: 'GET', ...noteOf(object) }))
    return text === null ? null : imageOf(ACCOUNT.parse(JSON.parse(text)).project, object)
  }
  const ownerOf = async (imageId: string): Promise<string> => {
    const project = await accounts.projectOf(imageId)
    return project !== null && PROJECT.test(project) ? project : ownProject(client, accounts, options.id)
  }
  const tidy = async (image: SwiftObject): Promise<void> => {
    if (await removeEmpty(client, image)) await removeObject(client, noteOf(image.object))
  }
  return {
    staging,
    imageAt(url) {
      const image = url.startsWith(begin) ? imageInProject(url.slice(begin.length), container) : null
      if (image === null) throw notFound('data in the store', options.id)
      return image
    },
    urlOf: (image) => `${begin}${image.project}/${image.container}/${image.object}`,
    segmentsOf: ({ project, container: own }) => ({ project, container: own }),
    makeStaging,
    find,
    async locate(imageId) {
      return (await find(imageId)) ?? imageOf(await ownerOf(imageId), objectNameOf(imageId))
    },
    async make(image) {
      const { project, container: own, object } = image
      // The note first: with it, what follows is found again.
      await putObject(client, noteOf(object), Buffer.from(JSON.stringify({ project })))
      const headers = containerKeyHeaders(options, image)
      await client.askText({ method: 'PUT', project, container: own, headers })
    },
    tidy,
    async remove(image) {
      const isRemoved = await ifPresent(removeLarge(client, image).then(() => true))
      // Should an earlier attempt have been cut short: what is ours there goes, whatever its owner has put beside it.
      await removeObjects(client, image, SEGMENTS)
      await tidy(image)
      if (isRemoved === null) throw notFound('data in the store', options.id)
    },
    admit: (image, sizeBytes) => admit(client, options.id, image, sizeBytes),
    async probe(signal) {
      const answer = await client.ask({ method: 'HEAD', signal })
      answer.body.resume()
    },
  }
}

/** Images that are nobody's lie in our own account, and those of owners that are no project's id. */
async function ownProject(
  client: SwiftClient,
  { prefix }: ProjectAccounts,
  storeId: string,
): Promise<string> {
  const account = await client.ownAccount()
  if (account.startsWith(prefix)) return account.slice(prefix.length)
  throw new DomainError(
    'unavailable',
    `The store ${storeId} has its own account elsewhere than its endpoint says. An administrator must set it right.`,
  )
}

/** False when something lies in it. */
async function removeEmpty(client: SwiftClient, { project, container }: SwiftObject): Promise<boolean> {
  try {
    await ifPresent(client.askText({ method: 'DELETE', project, container }))
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'conflict') return false
    throw error
  }
}

/** Swift asks nobody's quota when a reseller's administrator writes: we do. What it says is used may be some minutes old. */
async function admit(
  client: SwiftClient,
  storeId: string,
  { project }: SwiftObject,
  sizeBytes: number,
): Promise<void> {
  const answer = await ifPresent(client.ask({ method: 'HEAD', project }))
  if (answer === null) return
  answer.body.resume()
  const { 'x-account-meta-quota-bytes': quota = '', 'x-account-bytes-used': used = '0' } = answer.headers
  if (!/^\d+$/.test(String(quota)) || Number(used) + sizeBytes <= Number(quota)) return
  throw overLimit(
    `The project's account in the store ${storeId} has no room left for this data: its quota is ${quota} bytes.`,
  )
}
