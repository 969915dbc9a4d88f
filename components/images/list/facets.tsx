'use client'

import { ListFilter, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { DISK_FORMAT_CHOICES } from '#lib/client/image-words.ts'
import { DEFAULT_ADDRESS, isNarrowed } from '#lib/client/list-address.ts'
import { VISIBILITIES } from '#lib/domain/image.ts'
import { ChoiceFacet, ManyFacet } from './choice-facets.tsx'
import { isMoreUsed } from './more-used.ts'
import { OwnerFacet } from './owner-facet.tsx'
import { TagFacet } from './tag-facet.tsx'
import type { AddressControl } from './use-list-address.ts'

const MoreFacets = lazyPart(
  withWords(['listMenus'], () => import('./more-facets.tsx').then((file) => file.MoreFacets)),
)

const STATUS_CHOICES = [
  'active',
  'queued',
  'saving',
  'uploading',
  'importing',
  'deactivated',
  'pending_delete',
] as const

interface FacetsProps extends AddressControl {
  /** What is listed now: where people mostly choose from what they see. */
  readonly images: readonly ImageView[]
}

/** By what the list can be narrowed. Each stands in the address. */
export function Facets({ address, change, images }: FacetsProps) {
  const t = useTranslations('images.filter')
  const common = useTranslations('common')
  const [isMoreWanted, setIsMoreWanted] = useState(false)
  const hasMore = isMoreWanted || isMoreUsed(address)
  return (
    <fieldset className="contents">
      <legend className="sr-only">{t('label')}</legend>
      <OwnerFacet address={address} change={change} />
      <ManyFacet
        label={t('status')}
        values={address.statuses}
        choices={STATUS_CHOICES.map((status) => [status, common(`status.${status}`)] as const)}
        onChange={(statuses) => change({ statuses })}
      />
      <ChoiceFacet
        label={t('visibility')}
        value={address.visibility ?? 'usual'}
        neutral="usual"
        choices={[
          ['usual', t('usual')],
          ['all', t('all')],
          ...VISIBILITIES.map((visibility) => [visibility, common(`visibility.${visibility}`)] as const),
        ]}
        onChange={(value) => change({ visibility: value === 'usual' ? null : value })}
      />
      <ManyFacet
        label={t('format')}
        values={address.formats}
        choices={DISK_FORMAT_CHOICES.map((format) => [format, format] as const)}
        onChange={(formats) => change({ formats })}
      />
      <TagFacet tags={address.tags} onChange={(tags) => change({ tags })} />
      {hasMore ? (
        <MoreFacets address={address} change={change} images={images} />
      ) : (
        <Button
          variant="ghost"
          size="sm"
          icon={ListFilter}
          onPointerEnter={MoreFacets.preload}
          onFocus={MoreFacets.preload}
          onClick={() => setIsMoreWanted(true)}
        >
          {t('more')}
        </Button>
      )}
      {isNarrowed(address) && (
        <Button
          variant="ghost"
          size="sm"
          icon={X}
          onClick={() => {
            setIsMoreWanted(false)
            change({ ...DEFAULT_ADDRESS, sort: address.sort })
          }}
        >
          {t('clear')}
        </Button>
      )}
    </fieldset>
  )
}
