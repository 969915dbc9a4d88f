import { describe } from 'vitest'
import { faultsContract } from './faults-contract.ts'
import { storeContract } from './store-contract.ts'
import { uploadsContract } from './uploads-contract.ts'
import { vmwareAddress, vmwareWorld } from './vmware-world.ts'

describe('the VMware store', () => {
  storeContract(async () => vmwareWorld())
  describe('as the store of whole uploads', () => uploadsContract(() => vmwareWorld()))
  describe('when its server is in trouble', () => {
    faultsContract(
      () => ({ target: vmwareAddress(), open: (address, idleMs) => vmwareWorld({ address, idleMs }) }),
      'finishing',
    )
  })
})
