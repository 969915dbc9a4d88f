'use client'

import { useTranslations } from 'next-intl'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { Link } from '#components/ui/link.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import type { FamilyKey, FamilyVersionWire } from '#lib/client/families.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { mayManage } from '#lib/domain/rights.ts'
import { DeprecationBadge } from './deprecation-badge.tsx'
import { compareAddress } from './family-address.ts'
import { ReplacedBy } from './replaced-by.tsx'

interface VersionRowProps {
  readonly family: FamilyKey
  readonly version: FamilyVersionWire
  readonly versions: readonly FamilyVersionWire[]
  readonly isLatest: boolean
  readonly onDeprecate: () => void
}

export function VersionRow({ family, version, versions, isLatest, onDeprecate }: VersionRowProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('common.family')
  const common = useTranslations('common')
  const image = useTranslations('image.family')
  const verdict = mayManage(family, useAsker())
  const title = imageTitle(version)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/images/${version.id}`} className="min-w-0 font-medium break-words hover:underline">
            <bdi>{version.version ?? title}</bdi>
          </Link>
          {isLatest && <Badge tone="accent">{t('latest')}</Badge>}
          <DeprecationBadge version={version} />
          {version.os_hidden && <Badge>{t('hidden')}</Badge>}
          {version.status !== 'active' && <Badge>{common(`status.${version.status}`)}</Badge>}
          {version.protected && <Badge>{t('protected')}</Badge>}
        </p>
        <p className="break-words text-muted">
          {version.version !== null && (
            <>
              <bdi>{title}</bdi> ·{' '}
            </>
          )}
          {version.size !== null && <>{byteText(version.size)} · </>}
          {t.rich('created', { time: () => <RelativeTime atMs={Date.parse(version.created_at)} /> })}
        </p>
        {version.replaced_by !== null && (
          <p className="text-muted">
            {t.rich('replacedByOne', {
              image: () => <ReplacedBy imageId={version.replaced_by ?? ''} versions={versions} />,
            })}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-1">
        {versions.length > 1 && (
          <ButtonLink
            size="sm"
            variant="ghost"
            href={compareAddress(family, { after: version.id })}
            aria-label={image('compareOf', { title })}
          >
            {image('compare')}
          </ButtonLink>
        )}
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('deprecateOf', { title })}
          disabledReason={reasonOf(verdict)}
          onClick={onDeprecate}
        >
          {t('deprecate')}
        </Button>
      </div>
    </li>
  )
}
