'use client'

import { useQuery } from '@tanstack/react-query'
import { useSession } from '#components/shell/session-provider.tsx'
import { exactBytes } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { VISIBILITY_WORDS } from '#lib/client/image-words.ts'
import { projectNamesOptions } from '#lib/client/shares.ts'
import { absoluteTime } from '#lib/client/time-text.ts'
import { isOwnedBy } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import { TagList } from '../tag-list.tsx'
import { RelativeTime } from '../time.tsx'
import { CodeValue } from './code-value.tsx'
import { Fact, Facts, Section } from './section.tsx'

export function AboutSection({ image }: { readonly image: ImageView }) {
  return (
    <Section title="About">
      <Facts>
        {image.properties.description !== undefined && (
          <Fact label="Description">
            <p dir="auto" className="whitespace-pre-line">
              {image.properties.description}
            </p>
          </Fact>
        )}
        <Fact label="ID">
          <CodeValue text={image.id} what="image ID" />
        </Fact>
        <Fact label="Project">
          <Owner owner={image.owner} />
        </Fact>
        <Fact label="Visibility">
          <VisibilityMeaning image={image} />
        </Fact>
        <Fact label="Protection">
          {image.isProtected ? 'Protected: it cannot be deleted.' : 'Not protected: it can be deleted.'}
        </Fact>
        <Fact label="In lists">{image.isHidden ? 'Hidden; it still works by ID.' : 'Shown.'}</Fact>
        <Fact label="Tags">
          {image.tags.length === 0 ? (
            <span className="text-faint">none</span>
          ) : (
            <TagList tags={image.tags} className="flex-wrap" />
          )}
        </Fact>
        {image.sizeBytes !== null && <Fact label="Exact size">{exactBytes(image.sizeBytes)}</Fact>}
        <Fact label="Created">
          <Moment atMs={image.createdAtMs} />
        </Fact>
        <Fact label="Updated">
          <Moment atMs={image.updatedAtMs} />
        </Fact>
      </Facts>
    </Section>
  )
}

function VisibilityMeaning({ image }: { readonly image: ImageView }) {
  const isOwn = isOwnedBy(image, useAsker())
  if (image.visibility === 'shared' && !isOwn) return 'Its project and those with which it is shared see it.'
  return VISIBILITY_WORDS[image.visibility].meaning
}

function Owner({ owner }: { readonly owner: string | null }) {
  const { project, projects } = useSession()
  const own = projects.find(({ id }) => id === owner)?.name
  const { data } = useQuery(projectNamesOptions(own === undefined && owner !== null ? [owner] : []))
  if (owner === null) return 'Nobody’s'
  const name = own ?? data?.get(owner)?.name
  return (
    <>
      {name !== undefined && (
        <p>
          {name}
          {owner === project?.id && <span className="text-muted"> (this one)</span>}
        </p>
      )}
      <CodeValue text={owner} what="project ID" />
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
