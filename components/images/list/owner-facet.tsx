'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { projectNamesOptions } from '#lib/client/shares.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { ChoiceFacet } from './choice-facets.tsx'
import { FacetButton } from './facet-button.tsx'
import type { AddressControl } from './use-list-address.ts'

const OwnerPopover = lazyPart(
  withWords(['listMenus'], () => import('./owner-popover.tsx').then((file) => file.OwnerPopover)),
  ({ trigger }) => trigger,
)

/** One's own project, or others'; administrators find any project that has images here. */
export function OwnerFacet(props: AddressControl) {
  const { address, change } = props
  const t = useTranslations('images.filter')
  if (isAdministrator(useAsker())) return <FindOwner {...props} />
  return (
    <ChoiceFacet
      label={t('owner')}
      value={address.owner ?? 'all'}
      neutral="all"
      choices={[
        ['all', t('ownerAll')],
        ['mine', t('ownerMine')],
        ['others', t('ownerOthers')],
      ]}
      onChange={(value) => change({ owner: value === 'all' ? null : value })}
    />
  )
}

/** The pop-up comes with its first use. */
function FindOwner({ address, change }: AddressControl) {
  const t = useTranslations('images.filter')
  const [isWanted, setIsWanted] = useState(false)
  const { owner } = address
  const isProject = owner !== null && owner !== 'mine' && owner !== 'others'
  const names = useQuery(projectNamesOptions(isProject ? [owner] : [])).data
  const chosen = isProject
    ? (names?.get(owner)?.name ?? owner)
    : owner && t(owner === 'mine' ? 'ownerMine' : 'ownerOthers')
  const look = { label: t('owner'), chosen }
  if (!isWanted)
    return (
      <FacetButton
        {...look}
        aria-haspopup="dialog"
        onPointerEnter={OwnerPopover.preload}
        onClick={() => setIsWanted(true)}
      />
    )
  return (
    <OwnerPopover
      trigger={<FacetButton {...look} />}
      address={address}
      onChoose={(next) => change({ owner: next })}
    />
  )
}
