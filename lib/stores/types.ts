import { filesystemType } from './filesystem/filesystem-type.ts'
import { httpType } from './http/http-type.ts'
import { rbdType } from './rbd/rbd-type.ts'
import { s3Type } from './s3/s3-type.ts'
import type { StoreType } from './store-type.ts'
import { swiftType } from './swift/swift-type.ts'
import { vmwareType } from './vmware/vmware-type.ts'

/** Every kind of store, by what the file of stores calls it. */
export const STORE_TYPES: Readonly<Record<string, StoreType>> = {
  file: filesystemType,
  http: httpType,
  rbd: rbdType,
  s3: s3Type,
  swift: swiftType,
  vmware: vmwareType,
}
