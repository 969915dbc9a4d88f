'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type ListAddress, readAddress, writeAddress } from '#lib/client/list-address.ts'

export interface AddressControl {
  readonly address: ListAddress
  /** Changes part of it. */
  readonly change: (part: Partial<ListAddress>, mode?: 'push' | 'replace') => void
}

/** What the list shows, as it stands in the page's address: it survives reloads and can be sent to somebody. */
export function useListAddress(): AddressControl {
  const query = useSearchParams()
  const pathname = usePathname()
  const address = useMemo(() => readAddress(new URLSearchParams(query)), [query])

  function change(part: Partial<ListAddress>, mode: 'push' | 'replace' = 'push'): void {
    const next = writeAddress({ ...address, ...part }).toString()
    const url = next === '' ? pathname : `${pathname}?${next}`
    // The history, not the router: the page itself is the same, only its data differ.
    if (mode === 'push') history.pushState(null, '', url)
    else history.replaceState(null, '', url)
  }
  return { address, change }
}
