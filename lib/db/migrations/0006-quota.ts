import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { byteText, runsTriggersInline } from '../dialects.ts'

/**
 * Usage is counted by triggers: in the transaction of each change, whoever makes it, so that neither a crash nor a new
 * way to change images can leave it wrong. Always in the order image, usage, reservation: two transactions never wait
 * for each other.
 */
export const quota: Migration = {
  async up(db: Kysely<unknown>) {
    await createTables(db)
    await createLimits(db)
    await countWhatIsThere(db)
    if (runsTriggersInline(db)) await createSqliteTriggers(db)
    else await createPostgresTriggers(db)
    await reserveForOpenUploads(db)
  },
}

const COUNTERS = [
  'images',
  'uploads',
  'stored_bytes',
  'staged_bytes',
  'reserved_store_bytes',
  'reserved_stage_bytes',
  'reserved_uploads',
]

async function createTables(db: Kysely<unknown>): Promise<void> {
  const id = byteText(db, 255)
  const usage = db.schema
    .createTable('quota_usage')
    .addColumn('project_id', id, (column) => column.primaryKey())
  await COUNTERS.reduce(
    (table, counter) => table.addColumn(counter, 'bigint', (column) => column.notNull().defaultTo(0)),
    usage,
  ).execute()
  await db.schema
    .createTable('quota_reservations')
    .addColumn('holder_kind', byteText(db, 16), (column) => column.notNull())
    .addColumn('holder_id', byteText(db, 64), (column) => column.notNull())
    .addColumn('kind', byteText(db, 16), (column) => column.notNull())
    .addColumn('project_id', id, (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('copies', 'integer', (column) => column.notNull())
    .addColumn('uploads', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('quota_reservations_key', ['holder_kind', 'holder_id', 'kind'])
    .execute()
}

async function createLimits(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity_registered_limits')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('service_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('region_id', 'varchar(255)', (column) => column.notNull())
    .addColumn('resource_name', 'varchar(255)', (column) => column.notNull())
    .addColumn('default_limit', 'bigint', (column) => column.notNull())
    .addColumn('description', 'text')
    .addUniqueConstraint('identity_registered_limits_name', ['service_id', 'region_id', 'resource_name'])
    .execute()
  await db.schema
    .createTable('identity_limits')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('registered_limit_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_registered_limits.id'),
    )
    .addColumn('project_id', 'varchar(255)')
    .addColumn('domain_id', 'varchar(255)')
    .addColumn('resource_limit', 'bigint', (column) => column.notNull())
    .addColumn('description', 'text')
    .addUniqueConstraint('identity_limits_of_project', ['project_id', 'registered_limit_id'])
    .addUniqueConstraint('identity_limits_of_domain', ['domain_id', 'registered_limit_id'])
    .execute()
}

const countOf = (image: string) => `case when ${image}.status in ('killed', 'deleted') then 0 else 1 end`
const uploadsOf = (image: string) =>
  `case when ${image}.status in ('saving', 'uploading', 'importing') then 1 else 0 end`
const storedOf = (image: string) => `${countOf(image)} * coalesce(${image}.size_bytes, 0) *
  (select count(*) from image_locations where image_id = ${image}.id)`
const stagedOf = (image: string) =>
  `case when ${image}.status in ('uploading', 'importing') then coalesce(${image}.size_bytes, 0) else 0 end`

async function countWhatIsThere(db: Kysely<unknown>): Promise<void> {
  const sums = [countOf, uploadsOf, storedOf, stagedOf].map((each) => `sum(${each('images')})`)
  await sql
    .raw(
      `insert into quota_usage (project_id, images, uploads, stored_bytes, staged_bytes)
       select owner, ${sums.join(', ')} from images where owner is not null group by owner`,
    )
    .execute(db)
}

/** Adds to some of a project's counters; the row begins with the first change. */
function adding(projectId: string, amounts: Readonly<Record<string, string>>): string {
  const columns = Object.keys(amounts)
  return `insert into quota_usage (project_id, ${columns.join(', ')})
    values (${projectId}, ${Object.values(amounts).join(', ')})
    on conflict (project_id) do update
    set ${columns.map((column) => `${column} = quota_usage.${column} + excluded.${column}`).join(', ')};`
}

/** What an image costs its owner, once more or (-1) once less. */
function addingImage(image: string, sign: '1' | '-1'): string {
  return adding(`${image}.owner`, {
    images: `${sign} * (${countOf(image)})`,
    uploads: `${sign} * (${uploadsOf(image)})`,
    stored_bytes: `${sign} * (${storedOf(image)})`,
    staged_bytes: `${sign} * (${stagedOf(image)})`,
  })
}

function addingReservation(row: string, sign: '1' | '-1'): string {
  return adding(`${row}.project_id`, {
    reserved_store_bytes: `${sign} * (case when ${row}.kind = 'store' then ${row}.bytes else 0 end)`,
    reserved_stage_bytes: `${sign} * (case when ${row}.kind = 'stage' then ${row}.bytes else 0 end)`,
    reserved_uploads: `${sign} * ${row}.uploads`,
  })
}

/** A location costs its image's size; when the image is gone already (it took its locations along), nothing. */
function addingLocation(row: string, sign: '1' | '-1'): string {
  return `update quota_usage set stored_bytes = stored_bytes + ${sign} * coalesce((
      select ${countOf('images')} * coalesce(size_bytes, 0) from images where id = ${row}.image_id), 0)
    where project_id = (select owner from images where id = ${row}.image_id);`
}

const releasing = (upload: string) =>
  `delete from quota_reservations where holder_kind = 'upload' and holder_id = ${upload}.id;`

interface Trigger {
  readonly name: string
  readonly event: string
  readonly when?: string
  readonly body: string
  /** What PostgreSQL's function returns. */
  readonly row?: 'new' | 'old'
}

const CHANGED =
  'old.owner is distinct from new.owner or old.status <> new.status or old.size_bytes is distinct from new.size_bytes'

const TRIGGERS: readonly Trigger[] = [
  {
    name: 'quota_image_added',
    event: 'after insert on images',
    when: 'new.owner is not null',
    body: addingImage('new', '1'),
  },
  // Before: its locations are still there to be counted.
  {
    name: 'quota_image_removed',
    event: 'before delete on images',
    when: 'old.owner is not null',
    body: addingImage('old', '-1'),
    row: 'old',
  },
  {
    name: 'quota_image_left',
    event: 'after update of owner, status, size_bytes on images',
    when: `old.owner is not null and (${CHANGED})`,
    body: addingImage('old', '-1'),
  },
  {
    name: 'quota_image_settled',
    event: 'after update of owner, status, size_bytes on images',
    when: `new.owner is not null and (${CHANGED})`,
    body: addingImage('new', '1'),
  },
  {
    name: 'quota_location_added',
    event: 'after insert on image_locations',
    body: addingLocation('new', '1'),
  },
  {
    name: 'quota_location_removed',
    event: 'after delete on image_locations',
    body: addingLocation('old', '-1'),
  },
  {
    name: 'quota_reserved',
    event: 'after insert on quota_reservations',
    body: addingReservation('new', '1'),
  },
  {
    name: 'quota_reservation_changed',
    event: 'after update on quota_reservations',
    body: addingReservation('old', '-1') + addingReservation('new', '1'),
  },
  {
    name: 'quota_released',
    event: 'after delete on quota_reservations',
    body: addingReservation('old', '-1'),
  },
  {
    name: 'quota_upload_removed',
    event: 'after delete on uploads',
    body: releasing('old'),
  },
  {
    name: 'quota_upload_ended',
    event: 'after update of state on uploads',
    when: `old.state = 'open' and new.state <> 'open'`,
    body: releasing('new'),
  },
]

async function createSqliteTriggers(db: Kysely<unknown>): Promise<void> {
  for (const { name, event, when, body } of TRIGGERS) {
    const condition = when === undefined ? '' : `when ${when}`
    await sql.raw(`create trigger ${name} ${event} for each row ${condition} begin ${body} end`).execute(db)
  }
}

async function createPostgresTriggers(db: Kysely<unknown>): Promise<void> {
  for (const { name, event, when, body, row = 'new' } of TRIGGERS) {
    const condition = when === undefined ? '' : `when (${when})`
    await sql
      .raw(
        `create function ${name}() returns trigger language plpgsql as $$ begin ${body} return ${row}; end $$`,
      )
      .execute(db)
    await sql
      .raw(`create trigger ${name} ${event} for each row ${condition} execute function ${name}()`)
      .execute(db)
  }
}

async function reserveForOpenUploads(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `insert into quota_reservations (holder_kind, holder_id, kind, project_id, bytes, copies, uploads)
       select 'upload', uploads.id, 'store', images.owner, coalesce(total_bytes, received_bytes), 1, 0
       from uploads join images on images.id = uploads.open_image_id
       where uploads.state = 'open' and images.owner is not null`,
    )
    .execute(db)
}
