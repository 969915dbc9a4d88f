'use client'

import { useQuery } from '@tanstack/react-query'
import { storesOptions } from '#lib/client/image-list.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { Age, SizeClass } from '#lib/client/list-address.ts'
import { ChoiceFacet } from './choice-facets.tsx'
import type { AddressControl } from './use-list-address.ts'

const OS_TYPES = [
  ['type:linux', 'Linux'],
  ['type:windows', 'Windows'],
] as const
const USUAL_DISTROS = ['almalinux', 'centos', 'debian', 'fedora', 'opensuse', 'rhel', 'rocky', 'ubuntu']
const AGE_CHOICES: readonly (readonly [Age, string])[] = [
  ['day', 'In the last 24 hours'],
  ['week', 'In the last 7 days'],
  ['month', 'In the last 30 days'],
  ['year', 'In the last 365 days'],
]
const SIZE_CHOICES: readonly (readonly [SizeClass, string])[] = [
  ['small', 'Less than 1 GiB'],
  ['medium', '1 to 10 GiB'],
  ['large', '10 GiB and more'],
]
const ANY = ['any', 'Any'] as const

/** The filters that are asked for less often. */
export function MoreFacets({
  address,
  change,
  images,
}: AddressControl & { readonly images: readonly ImageView[] }) {
  const stores = useQuery(storesOptions()).data ?? []
  return (
    <>
      <OsFacet {...{ address, change, images }} />
      <ChoiceFacet
        label="Created"
        value={address.age ?? 'any'}
        neutral="any"
        choices={[ANY, ...AGE_CHOICES]}
        onChange={(value) => change({ age: value === 'any' ? null : value })}
      />
      <ChoiceFacet
        label="Size"
        value={address.size ?? 'any'}
        neutral="any"
        choices={[ANY, ...SIZE_CHOICES]}
        onChange={(value) => change({ size: value === 'any' ? null : value })}
      />
      {(stores.length > 0 || address.store !== null) && (
        <ChoiceFacet
          label="Store"
          value={address.store ?? 'any'}
          neutral="any"
          choices={[ANY, ...stores.map((store) => [store, store] as const)]}
          onChange={(value) => change({ store: value === 'any' ? null : value })}
        />
      )}
      <ChoiceFacet
        label="Protection"
        value={address.isProtected === null ? 'any' : String(address.isProtected)}
        neutral="any"
        choices={[ANY, ['true', 'Protected'], ['false', 'Not protected']]}
        onChange={(value) => change({ isProtected: value === 'any' ? null : value === 'true' })}
      />
      <ChoiceFacet
        label="Hidden"
        value={address.isHidden ? 'hidden' : 'listed'}
        neutral="listed"
        choices={[
          ['listed', 'Not hidden'],
          ['hidden', 'Only hidden'],
        ]}
        onChange={(value) => change({ isHidden: value === 'hidden' })}
      />
    </>
  )
}

/** By `os_type` or `os_distro`: the usual ones, and those of the images that are listed. */
function OsFacet({ address, change, images }: AddressControl & { readonly images: readonly ImageView[] }) {
  const { osType, distro } = address
  const seen = images.flatMap(({ properties }) => properties.os_distro ?? [])
  const distros = [...new Set([...USUAL_DISTROS, ...seen, ...(distro === null ? [] : [distro])])].sort()
  const value = distro !== null ? `distro:${distro}` : osType !== null ? `type:${osType}` : 'any'
  return (
    <ChoiceFacet<string>
      label="OS"
      value={value}
      neutral="any"
      choices={[ANY, ...OS_TYPES, ...distros.map((name) => [`distro:${name}`, name] as const)]}
      onChange={(next) => {
        const wanted = next.slice(next.indexOf(':') + 1)
        change({
          osType: next.startsWith('type:') ? wanted : null,
          distro: next.startsWith('distro:') ? wanted : null,
        })
      }}
    />
  )
}
