import { filesystemType } from './filesystem/filesystem-type.ts'
import { httpType } from './http/http-type.ts'
import type { StoreType } from './store-type.ts'

/** Every kind of store, by what the file of stores calls it. */
export const STORE_TYPES: Readonly<Record<string, StoreType>> = {
  file: filesystemType,
  http: httpType,
}
