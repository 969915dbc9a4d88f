import { readFile } from 'node:fs/promises'
import { RefusedFileError, readTextFile } from '#lib/config/site-file.ts'
import type { Config } from '#lib/config.ts'
import { createStoreRegistry, type StoreRegistry } from '#lib/stores/registry.ts'
import { isWritable } from '#lib/stores/store.ts'
import type { OpenedStore, StoreParts } from '#lib/stores/store-type.ts'
import { readStoresFile, type StoreSpec, type StoresFile } from '#lib/stores/stores-file.ts'
import { openNet } from './open-net.ts'

const MOST_BYTES = 1024 * 1024

/** What a site has that says nothing of stores. */
const ONE_STORE = 'default: file\nstores: [{ id: file, type: file }]\n'

/** The site's stores. None is asked anything yet. @throws RefusedFileError that names every problem of the file */
export async function openStores(config: Config, projectOf: StoreParts['projectOf']): Promise<StoreRegistry> {
  const path = config.VITRINE_STORES_FILE
  const text = path === undefined ? ONE_STORE : await readTextFile(path, MOST_BYTES)
  const { environment } = config
  const file = await readStoresFile(text, { environment, readSecret: (name) => readFile(name, 'utf8') })
  if (file.problems.length > 0) throw new RefusedFileError(path ?? 'The built-in stores', file.problems)
  return register(file, { config, projectOf, path })
}

interface Site {
  readonly config: Config
  readonly projectOf: StoreParts['projectOf']
  readonly path: string | undefined
}

function register(
  { stores, defaultStoreId }: StoresFile,
  { config, projectOf, path = '' }: Site,
): StoreRegistry {
  const { appDir, dataDir } = config
  const { makeFetch } = openNet(config)
  const opened = stores.map((spec) => ({
    ...{ spec, opened: spec.open({ id: spec.id, appDir, dataDir, projectOf, makeFetch }) },
  }))
  const first = opened.find(({ spec }) => spec.id === defaultStoreId)
  if (first !== undefined && !isWritable(first.opened.store)) {
    const message = `default: ${defaultStoreId} takes no data, being of type ${first.spec.type}.`
    throw new RefusedFileError(path, [{ message }])
  }
  return createStoreRegistry(
    opened.map((each) => each.opened.store),
    defaultStoreId,
    Object.fromEntries(opened.map((each) => [each.spec.id, factsOf(each.spec, each.opened)])),
  )
}

function factsOf(spec: StoreSpec, { store, ...told }: OpenedStore) {
  const { type, description, weight, isCached } = spec
  const isReadOnly = spec.isReadOnly || !isWritable(store)
  return { type, description, weight, isReadOnly, isCached, ...told }
}
