import type { QueryClient } from '@tanstack/react-query'
import { notFound } from '#lib/domain/errors.ts'
import { type Asker, maySetVisibility } from '#lib/domain/rights.ts'
import { type FamilyKey, familyChoicesOptions } from '../../families.ts'
import { fetchImage } from '../../images.ts'
import { imageDefinitionOptions } from '../../metadefs/definitions.ts'
import { type NewVersion, newVersionOf } from './new-version.ts'

/** What a new version takes over from the newest one as it is now. @throws ApiFault when there is none any more */
export async function loadNewVersion(
  client: QueryClient,
  family: FamilyKey,
  asker: Asker,
): Promise<NewVersion> {
  const [versions, definitions] = await Promise.all([
    client.fetchQuery(familyChoicesOptions(family)),
    client.fetchQuery(imageDefinitionOptions()),
  ])
  const [newest] = versions
  if (newest === undefined) throw notFound('family', family.name)
  const { image } = await fetchImage(newest.id)
  return newVersionOf({
    newest: image,
    taken: versions.flatMap(({ version }) => version ?? []),
    definitions,
    maySet: (visibility) => maySetVisibility(family, asker, visibility).allowed,
    nowMs: Date.now(),
  })
}
