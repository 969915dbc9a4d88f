import { describe, inject } from 'vitest'
import { faultsContract } from './faults-contract.ts'
import { partsContract } from './parts-contract.ts'
import { storeContract } from './store-contract.ts'
import { projectsWorld } from './swift-world.ts'
import { uploadsContract } from './uploads-contract.ts'

describe('the Swift store in the accounts of projects', () => {
  storeContract(async () => projectsWorld())
  partsContract(async () => projectsWorld())
  describe('as the store of whole uploads', () => uploadsContract(() => projectsWorld()))
  describe('when its server is in trouble', () => {
    faultsContract(() => ({
      target: new URL(inject('storeServers').SWIFT_AUTH_URL ?? '').origin,
      open: (address, idleMs) => projectsWorld({ authUrl: `${address}/auth/v1.0`, idleMs }),
    }))
  })
})
