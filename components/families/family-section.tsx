'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Fact, Facts, Section } from '#components/images/details/section.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Link } from '#components/ui/link.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { type FamilyKey, type FamilyVersionWire, familyOptions } from '#lib/client/families.ts'
import { familyOf } from '#lib/client/family-of.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { deprecationOf, FAMILY_PROPERTIES } from '#lib/contract/family-properties.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { DeprecationBadge } from './deprecation-badge.tsx'
import { compareAddress, familyAddress } from './family-address.ts'
import { NewVersionButton } from './new-version-button.tsx'
import { ReplacedBy } from './replaced-by.tsx'

const DeprecateDialog = lazyPart(
  withWords(['actions'], () => import('./deprecate-dialog.tsx').then((file) => file.DeprecateDialog)),
)

const MOST_SHOWN = 5

/** The image as a version of something: the others, and what came in its place. Nothing for other images. */
export function FamilySection({ image }: { readonly image: ImageView }) {
  const family = familyOf(image)
  return family === null ? null : <FamilyOfImage image={image} family={family} />
}

function FamilyOfImage({ image, family }: { readonly image: ImageView; readonly family: FamilyKey }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('common.family')
  const words = useTranslations('image.family')
  const [isDeprecating, setIsDeprecating] = useState(false)
  const verdict = imageCan.edit(image, useAsker())
  const { data } = useInfiniteQuery(familyOptions(family))
  const versions = data?.pages.flatMap((page) => page.versions) ?? []
  const latestId = data?.pages[0]?.latest ?? null
  const { properties } = image
  const replacedBy = properties[FAMILY_PROPERTIES.replacedBy]
  const deprecation = {
    deprecation: deprecationOf(properties, Date.now()).state,
    deprecated_at: properties[FAMILY_PROPERTIES.deprecatedAt] ?? null,
  }
  return (
    <Section
      title={t('title')}
      actions={
        <span className="flex flex-wrap justify-end gap-2">
          {versions.length > 1 && (
            <ButtonLink size="sm" href={compareAddress(family, { after: image.id })}>
              {words('compare')}
            </ButtonLink>
          )}
          <Button size="sm" disabledReason={reasonOf(verdict)} onClick={() => setIsDeprecating(true)}>
            {t('deprecate')}
          </Button>
          <NewVersionButton
            size="sm"
            family={family}
            refusal={versions.length === 0 ? words('notKnown') : undefined}
          />
        </span>
      }
    >
      <Facts>
        <Fact label={t('title')}>
          <Link href={familyAddress(family)} className="text-accent underline">
            <bdi>{family.name}</bdi>
          </Link>
        </Fact>
        <Fact label={t('thisVersion')}>
          <span className="flex flex-wrap items-center gap-2">
            <bdi>{properties[FAMILY_PROPERTIES.version] ?? imageTitle(image)}</bdi>
            {image.id === latestId && <Badge tone="accent">{t('latest')}</Badge>}
            <DeprecationBadge version={deprecation} />
          </span>
        </Fact>
        {replacedBy !== undefined && (
          <Fact label={t('replacedBy')}>
            <ReplacedBy imageId={replacedBy} versions={versions} />
          </Fact>
        )}
        <Fact label={t('others')}>
          <OtherVersions
            others={versions.filter(({ id }) => id !== image.id)}
            latestId={latestId}
            family={family}
          />
        </Fact>
      </Facts>
      {isDeprecating && (
        <DeprecateDialog imageId={image.id} family={family} onClose={() => setIsDeprecating(false)} />
      )}
    </Section>
  )
}

interface OtherVersionsProps {
  readonly others: readonly FamilyVersionWire[]
  readonly latestId: string | null
  readonly family: FamilyKey
}

function OtherVersions({ others, latestId, family }: OtherVersionsProps) {
  const t = useTranslations('common.family')
  if (others.length === 0) return <span className="text-faint">{t('none')}</span>
  return (
    <ul className="grid gap-1">
      {others.slice(0, MOST_SHOWN).map((other) => (
        <li key={other.id} className="flex flex-wrap items-center gap-2">
          <Link href={`/images/${other.id}`} className="text-accent underline">
            <bdi>{other.version ?? imageTitle(other)}</bdi>
          </Link>
          {other.id === latestId && <Badge tone="accent">{t('latest')}</Badge>}
          <DeprecationBadge version={other} />
        </li>
      ))}
      {others.length > MOST_SHOWN && (
        <li>
          <Link href={familyAddress(family)} className="text-muted underline">
            {t('more', { count: others.length - MOST_SHOWN, n: String(others.length - MOST_SHOWN) })}
          </Link>
        </li>
      )}
    </ul>
  )
}
