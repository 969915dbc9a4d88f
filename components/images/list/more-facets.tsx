'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
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
const AGES: readonly Age[] = ['day', 'week', 'month', 'year']
const SIZES: readonly SizeClass[] = ['small', 'medium', 'large']

/** The filters that are asked for less often. */
export function MoreFacets({
  address,
  change,
  images,
}: AddressControl & { readonly images: readonly ImageView[] }) {
  const t = useTranslations('listMenus')
  const any = ['any', t('any')] as const
  const stores = useQuery(storesOptions()).data ?? []
  return (
    <>
      <OsFacet {...{ address, change, images }} />
      <ChoiceFacet
        label={t('created')}
        value={address.age ?? 'any'}
        neutral="any"
        choices={[any, ...AGES.map((age) => [age, t(`age.${age}`)] as const)]}
        onChange={(value) => change({ age: value === 'any' ? null : value })}
      />
      <ChoiceFacet
        label={t('size')}
        value={address.size ?? 'any'}
        neutral="any"
        choices={[any, ...SIZES.map((size) => [size, t(`sizes.${size}`)] as const)]}
        onChange={(value) => change({ size: value === 'any' ? null : value })}
      />
      {(stores.length > 0 || address.store !== null) && (
        <ChoiceFacet
          label={t('store')}
          value={address.store ?? 'any'}
          neutral="any"
          choices={[any, ...stores.map((store) => [store, store] as const)]}
          onChange={(value) => change({ store: value === 'any' ? null : value })}
        />
      )}
      <ChoiceFacet
        label={t('protection')}
        value={address.isProtected === null ? 'any' : String(address.isProtected)}
        neutral="any"
        choices={[any, ['true', t('isProtected')], ['false', t('notProtected')]]}
        onChange={(value) => change({ isProtected: value === 'any' ? null : value === 'true' })}
      />
      <ChoiceFacet
        label={t('hidden')}
        value={address.isHidden ? 'hidden' : 'listed'}
        neutral="listed"
        choices={[
          ['listed', t('notHidden')],
          ['hidden', t('onlyHidden')],
        ]}
        onChange={(value) => change({ isHidden: value === 'hidden' })}
      />
    </>
  )
}

/** By `os_type` or `os_distro`: the usual ones, and those of the images that are listed. */
function OsFacet({ address, change, images }: AddressControl & { readonly images: readonly ImageView[] }) {
  const t = useTranslations('listMenus')
  const { osType, distro } = address
  const seen = images.flatMap(({ properties }) => properties.os_distro ?? [])
  const distros = [...new Set([...USUAL_DISTROS, ...seen, ...(distro === null ? [] : [distro])])].sort()
  const value = distro !== null ? `distro:${distro}` : osType !== null ? `type:${osType}` : 'any'
  return (
    <ChoiceFacet<string>
      label={t('os')}
      value={value}
      neutral="any"
      choices={[['any', t('any')], ...OS_TYPES, ...distros.map((name) => [`distro:${name}`, name] as const)]}
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
