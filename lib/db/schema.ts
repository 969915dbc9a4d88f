import type { AdoptionTables } from './tables/adoptions.ts'
import type { CacheTables } from './tables/cache.ts'
import type { DeactivationTables } from './tables/deactivations.ts'
import type { EventTables } from './tables/events.ts'
import type { IdentityTables } from './tables/identity.ts'
import type { ImageTables } from './tables/images.ts'
import type { MetadefTables } from './tables/metadefs.ts'
import type { QuotaTables } from './tables/quota.ts'
import type { StoreTables } from './tables/stores.ts'
import type { TaskTables } from './tables/tasks.ts'
import type { TrashTables } from './tables/trash.ts'
import type { UploadTables } from './tables/uploads.ts'

/** Every table. Times are integers, milliseconds since the epoch; booleans are 0 and 1; sizes are bytes. */
export interface Schema
  extends ImageTables,
    IdentityTables,
    UploadTables,
    MetadefTables,
    EventTables,
    QuotaTables,
    TaskTables,
    TrashTables,
    CacheTables,
    AdoptionTables,
    DeactivationTables,
    StoreTables {}
