import type { ListAddress } from '#lib/client/list-address.ts'

/** Whether one of the filters that are asked for less often narrows the list: then it must be seen. */
export function isMoreUsed({ isHidden, ...address }: ListAddress): boolean {
  const { osType, distro, age, size, store, isProtected } = address
  return isHidden || [osType, distro, age, size, store, isProtected].some((value) => value !== null)
}
