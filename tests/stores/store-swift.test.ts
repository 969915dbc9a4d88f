import { describe, inject } from 'vitest'
import { faultsContract } from './faults-contract.ts'
import { partsContract } from './parts-contract.ts'
import { storeContract } from './store-contract.ts'
import { swiftWorld } from './swift-world.ts'
import { uploadsContract } from './uploads-contract.ts'

describe('the Swift store', () => {
  storeContract(async () => swiftWorld())
  partsContract(async () => swiftWorld())
  describe('as the store of whole uploads', () => uploadsContract(() => swiftWorld()))
  describe('when its server is in trouble', () => {
    faultsContract(() => ({
      target: new URL(inject('storeServers').SWIFT_AUTH_URL ?? '').origin,
      open: (address, idleMs) => swiftWorld({ authUrl: `${address}/auth/v1.0`, idleMs }),
    }))
  })
})
