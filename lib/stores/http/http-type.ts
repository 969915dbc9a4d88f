import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { DomainError } from '#lib/domain/errors.ts'
import type { SafeFetch } from '#lib/net/safe-fetch.ts'
import { storeType } from '../store-type.ts'
import { createHttpStore } from './http-store.ts'

/** `type: http`: data that stays on web servers, read-only. */
export const httpType = storeType({
  settings: z.strictObject({
    /** Certificates (PEM) to trust instead of the system's. */
    ca_file: z.string().min(1).optional(),
  }),
  open({ ca_file: caFile }, { id, makeFetch }) {
    let made: SafeFetch | undefined
    const fetch = async () => {
      made ??= makeFetch(caFile === undefined ? {} : { ca: await readCertificates(caFile) })
      return made
    }
    return { store: createHttpStore({ id, fetch }), urlPrefixes: ['http://', 'https://'], properties: {} }
  },
})

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(/* turbopackIgnore: true */ path, 'utf8')
  } catch (cause) {
    throw new DomainError('unavailable', 'The certificates of the store cannot be read.', { cause })
  }
}
