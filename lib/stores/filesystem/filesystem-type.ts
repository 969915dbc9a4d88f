import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { storeType } from '../store-type.ts'
import { createFilesystemStore } from './filesystem-store.ts'

/** `type: file`: each image is a file. */
export const filesystemType = storeType({
  settings: z.strictObject({
    /** Relative to the data folder, which it is if it is left out. */
    folder: z.string().min(1).optional(),
  }),
  open({ folder: name = '.' }, { id, dataDir }) {
    const folder = resolve(/* turbopackIgnore: true */ dataDir, name)
    return {
      store: createFilesystemStore({ id, folder }),
      urlPrefixes: [`${pathToFileURL(folder).href}/images/`],
      properties: { data_dir: folder, thin_provisioning: false },
    }
  },
})
