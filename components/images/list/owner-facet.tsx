'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ImageView } from '#lib/client/image-view.ts'
import { projectNamesOptions } from '#lib/client/shares.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { ChoiceFacet } from './choice-facets.tsx'

interface OwnerFacetProps {
  /** `mine`, `others`, a project's id, or null: whosever. */
  readonly owner: string | null
  readonly images: readonly ImageView[]
  readonly onChange: (owner: string | null) => void
}

/** More would be no list to choose from. */
const MOST_OWNERS = 30

/** One's own project; for administrators also those whose images are listed, by name. */
export function OwnerFacet({ owner, images, onChange }: OwnerFacetProps) {
  const t = useTranslations('images.filter')
  const asker = useAsker()
  const others = isAdministrator(asker) ? ownersOf(images, owner).filter((id) => id !== asker.projectId) : []
  const names = useQuery(projectNamesOptions(others)).data
  const nameOf = (id: string): string => names?.get(id)?.name ?? id
  return (
    <ChoiceFacet
      label={t('owner')}
      value={owner ?? 'all'}
      neutral="all"
      choices={[
        ['all', t('ownerAll')],
        ['mine', t('ownerMine')],
        ['others', t('ownerOthers')],
        ...others
          .map((id) => [id, nameOf(id)] as const)
          .toSorted(([, one], [, other]) => one.localeCompare(other)),
      ]}
      onChange={(value) => onChange(value === 'all' ? null : value)}
    />
  )
}

function ownersOf(images: readonly ImageView[], owner: string | null): readonly string[] {
  const ids = images.flatMap((image) => image.owner ?? [])
  return [
    ...new Set([...(owner === null || owner === 'mine' || owner === 'others' ? [] : [owner]), ...ids]),
  ].slice(0, MOST_OWNERS)
}
