import { describe, inject } from 'vitest'
import { faultsContract } from './faults-contract.ts'
import { partsContract } from './parts-contract.ts'
import { s3World } from './s3-world.ts'
import { storeContract } from './store-contract.ts'
import { uploadsContract } from './uploads-contract.ts'

describe('the S3 store', () => {
  storeContract(async () => s3World())
  partsContract(async () => s3World())
  describe('as the store of whole uploads', () => uploadsContract(() => s3World()))
  describe('when its server is in trouble', () => {
    faultsContract(() => ({
      target: inject('storeServers').SWIFT_S3_ENDPOINT ?? '',
      open: (endpoint, idleMs) => s3World({ endpoint, idleMs }),
    }))
  })
})
