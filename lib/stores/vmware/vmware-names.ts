import { notFound } from '#lib/domain/errors.ts'
import { idOf, objectNameOf } from '../object-names.ts'
import type { Datastore, VmwareStoreOptions } from './vmware-options.ts'

/** A file in a datastore. */
export interface DatastoreFile {
  readonly datastore: Datastore
  /** Without a slash before it. */
  readonly path: string
}

/** Two names of an upload's data in any of the datastores. */
export interface UploadPaths {
  readonly image: string
  /** Until all of it is there. No image can have such a name. */
  readonly part: string
}

export function uploadPaths(folder: string, { uploadId, imageId }: { uploadId: string; imageId: string }) {
  return {
    image: `${folder}/${objectNameOf(imageId)}`,
    part: partPath(folder, uploadId),
  } satisfies UploadPaths
}

export const partPath = (folder: string, uploadId: string): string =>
  `${folder}/${objectNameOf(uploadId)}.part`

/** How the url of every image begins, and how it can end. Both as Glance writes them. */
export const urlPrefix = ({ address, imageFolder }: VmwareStoreOptions): string =>
  `vsphere://${new URL(address).host}/folder/${imageFolder}/`

export function urlEnding({ dcPath, name }: Datastore): string {
  return `?${new URLSearchParams({ dsName: name, ...(dcPath === '' ? {} : { dcPath }) }).toString()}`
}

/** How the simulator's and VMware's own tools write a path: `[datastore] folder/file`. */
export const datastorePath = ({ datastore, path }: DatastoreFile): string => `[${datastore.name}] ${path}`

/**
 * The file from a url: ours or Glance's. The host does not matter: where the store is say the settings.
 * @throws `not_found` for whatever is no image in our folder of our datastores.
 */
export function fileIn(url: string, { id, datastores, imageFolder }: VmwareStoreOptions): DatastoreFile {
  const parts = /^vsphere:\/\/[^/?#]+\/folder\/+([^?#]*)\/([^/?#]+)\?([^#]*)$/.exec(url)
  const [, folder, name = '', query = ''] = parts ?? []
  const asked = new URLSearchParams(query)
  const datastore = datastores.find(
    (each) => each.name === asked.get('dsName') && each.dcPath === (asked.get('dcPath') ?? ''),
  )
  if (datastore !== undefined && folder === imageFolder && idOf(name) !== null) {
    return { datastore, path: `${imageFolder}/${name}` }
  }
  throw notFound('data in the store', id)
}

/** `dcPath:dsName` or `dcPath:dsName:weight`, read from the right as Glance does; null for anything else. */
export function parseDatastore(text: string): Datastore | null {
  const parts = text.split(':').map((part) => part.trim())
  if (parts.length < 2) return null
  const last = parts.at(-1) ?? ''
  const hasWeight = parts.length > 2 && /^\d*$/.test(last)
  const names = hasWeight ? parts.slice(0, -1) : parts
  const name = names.at(-1) ?? ''
  if (name === '') return null
  return { dcPath: names.slice(0, -1).join(':'), name, weight: hasWeight ? Number(last) : 0 }
}
