import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { storeType } from '../store-type.ts'
import { createFilesystemStore } from './filesystem-store.ts'

const folderName = z.string().min(1)

/** `type: file`: each image is a file. */
export const filesystemType = storeType({
  settings: z
    .strictObject({
      /** Relative to the data folder, which it is if it is left out. */
      folder: folderName.optional(),
      /** Several instead of one. */
      folders: z
        .array(z.strictObject({ path: folderName, priority: z.number().int().default(0) }))
        .min(1)
        .optional(),
      /** Blocks of zeros take no room. */
      thin_provisioning: z.boolean().default(false),
      file_mode: z
        .string()
        .regex(/^0?[4-7][0-7]{2}$/, 'must be an octal number in quotes that lets the owner read, like "0640"')
        .transform((text) => Number.parseInt(text, 8))
        .optional(),
    })
    .refine(({ folder, folders }) => folder === undefined || folders === undefined, {
      message: 'and folder exclude each other',
      path: ['folders'],
    }),
  open(settings, { id, dataDir }) {
    const { folder = '.', thin_provisioning: isThin, file_mode: fileMode } = settings
    const absolute = (name: string) => resolve(/* turbopackIgnore: true */ dataDir, name)
    const folders = (settings.folders ?? [{ path: folder, priority: 0 }]).map(({ path, priority }) => ({
      ...{ priority, path: absolute(path) },
    }))
    return {
      store: createFilesystemStore({ id, folder: folders, isThin, fileMode }),
      urlPrefixes: folders.map(({ path }) => `${pathToFileURL(path).href}/images/`),
      properties: { data_dir: folders.map(({ path }) => path).join(', '), thin_provisioning: isThin },
    }
  },
})
