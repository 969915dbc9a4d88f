import { ERRNO, isCephFault } from './ceph-fault.ts'
import type { RbdDriver } from './rbd-driver.ts'

/** The first driver; the second, once the first has turned out not to be on this machine. `fsid` must be asked first. */
export function eitherDriver(first: RbdDriver, second: RbdDriver): RbdDriver {
  let chosen = first
  return {
    async fsid() {
      try {
        return await chosen.fsid()
      } catch (error) {
        if (chosen === second || !isCephFault(error, ERRNO.libraryMissing)) throw error
        chosen = second
        return second.fsid()
      }
    },
    room: () => chosen.room(),
    list: () => chosen.list(),
    create: (name, sizeBytes) => chosen.create(name, sizeBytes),
    open: (name, how) => chosen.open(name, how),
    countUsers: (name) => chosen.countUsers(name),
    countChildren: (name, snapshot) => chosen.countChildren(name, snapshot),
    rename: (from, to) => chosen.rename(from, to),
    remove: (name) => chosen.remove(name),
  }
}
