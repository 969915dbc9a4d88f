import type { Migration } from 'kysely/migration'
import { images } from './0001-images.ts'
import { identity } from './0002-identity.ts'
import { uploads } from './0003-uploads.ts'
import { metadefs } from './0004-metadefs.ts'
import { events } from './0005-events.ts'
import { quota } from './0006-quota.ts'
import { tasks } from './0007-tasks.ts'
import { trash } from './0008-trash.ts'
import { cache } from './0009-cache.ts'
import { metadefVersions } from './0011-metadef-versions.ts'
import { quotaOfTasks } from './0012-quota-of-tasks.ts'
import { auditByType } from './0013-audit-by-type.ts'
import { storeStates } from './0016-store-states.ts'
import { dataChecks } from './0017-data-checks.ts'
import { adoptions } from './0018-adoptions.ts'
import { imageSearch } from './0019-image-search.ts'
import { ends } from './0020-ends.ts'
import { sharingDebts } from './0022-sharing-debts.ts'
import { goesOnLater } from './0023-goes-on-later.ts'

/** In order of their names. A migration that has been released is never edited. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-images': images,
  '0002-identity': identity,
  '0003-uploads': uploads,
  '0004-metadefs': metadefs,
  '0005-events': events,
  '0006-quota': quota,
  '0007-tasks': tasks,
  '0008-trash': trash,
  '0009-cache': cache,
  '0011-metadef-versions': metadefVersions,
  '0012-quota-of-tasks': quotaOfTasks,
  '0013-audit-by-type': auditByType,
  '0016-store-states': storeStates,
  '0017-data-checks': dataChecks,
  '0018-adoptions': adoptions,
  '0019-image-search': imageSearch,
  '0020-ends': ends,
  '0022-sharing-debts': sharingDebts,
  '0023-goes-on-later': goesOnLater,
}
