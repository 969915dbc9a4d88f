'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useSession } from '#components/shell/session-provider.tsx'
import { exactBytes } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { projectNamesOptions } from '#lib/client/shares.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import { isOwnedBy } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { TagList } from '../tag-list.tsx'
import { RelativeTime } from '../time.tsx'
import { CodeValue } from './code-value.tsx'
import { Fact, Facts, Section } from './section.tsx'

export function AboutSection({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.about')
  const common = useTranslations('common')
  return (
    <Section title={t('title')}>
      <Facts>
        {image.properties.description !== undefined && (
          <Fact label={t('description')}>
            <p dir="auto" className="whitespace-pre-line">
              {image.properties.description}
            </p>
          </Fact>
        )}
        <Fact label={t('id')}>
          <CodeValue text={image.id} what={common('nounImageId')} />
        </Fact>
        <Fact label={t('project')}>
          <Owner owner={image.owner} />
        </Fact>
        <Fact label={t('visibility')}>
          <VisibilityMeaning image={image} />
        </Fact>
        <Fact label={t('protection')}>{t(image.isProtected ? 'protected' : 'notProtected')}</Fact>
        <Fact label={t('inLists')}>{t(image.isHidden ? 'hidden' : 'shown')}</Fact>
        <Fact label={t('tags')}>
          {image.tags.length === 0 ? (
            <span className="text-faint">{t('none')}</span>
          ) : (
            <TagList tags={image.tags} className="flex-wrap" />
          )}
        </Fact>
        {image.sizeBytes !== null && <Fact label={t('exactSize')}>{exactBytes(image.sizeBytes)}</Fact>}
        <Fact label={t('created')}>
          <Moment atMs={image.createdAtMs} />
        </Fact>
        <Fact label={t('updated')}>
          <Moment atMs={image.updatedAtMs} />
        </Fact>
      </Facts>
    </Section>
  )
}

function VisibilityMeaning({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.about')
  const common = useTranslations('common')
  const isOwn = isOwnedBy(image, useAsker())
  if (image.visibility === 'shared' && !isOwn) return t('sharedElsewhere')
  return common(`visibilityMeaning.${image.visibility}`)
}

function Owner({ owner }: { readonly owner: string | null }) {
  const t = useTranslations('image.about')
  const common = useTranslations('common')
  const { project, projects } = useSession()
  const own = projects.find(({ id }) => id === owner)?.name
  const { data } = useQuery(projectNamesOptions(own === undefined && owner !== null ? [owner] : []))
  if (owner === null) return t('nobodys')
  const name = own ?? data?.get(owner)?.name
  return (
    <>
      {name !== undefined && (
        <p>
          {name}
          {owner === project?.id && <span className="text-muted">{t('thisOne')}</span>}
        </p>
      )}
      <CodeValue text={owner} what={common('nounProjectId')} />
    </>
  )
}

function Moment({ atMs }: { readonly atMs: number }) {
  return (
    <>
      <RelativeTime atMs={atMs} />
      <span className="text-muted tabular-nums"> · {absoluteTime(atMs)}</span>
    </>
  )
}
