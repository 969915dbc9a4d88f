import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const identity: Migration = {
  // A migration sees the tables of its own time, so it cannot be typed with today's schema.
  async up(db: Kysely<unknown>) {
    await createDirectory(db)
    await createRoles(db)
    await createApplicationCredentials(db)
    await createTokens(db)
  },
}

async function createDirectory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity_domains')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(64)', (column) => column.notNull().unique())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('identity_projects')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('domain_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_domains.id').onDelete('cascade'),
    )
    .addColumn('parent_id', 'varchar(64)', (column) =>
      column.references('identity_projects.id').onDelete('cascade'),
    )
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .addColumn('extra', 'text', (column) => column.notNull())
    .addUniqueConstraint('identity_projects_name', ['domain_id', 'name'])
    .execute()
  await db.schema
    .createTable('identity_users')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('domain_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_domains.id').onDelete('cascade'),
    )
    .addColumn('name', 'varchar(255)', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('default_project_id', 'varchar(64)')
    .addColumn('password_hash', 'varchar(255)')
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .addColumn('extra', 'text', (column) => column.notNull())
    .addUniqueConstraint('identity_users_name', ['domain_id', 'name'])
    .execute()
}

async function createRoles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity_roles')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(255)', (column) => column.notNull().unique())
    .addColumn('description', 'text')
    .addColumn('is_immutable', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('identity_role_implications')
    .addColumn('prior_role_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_roles.id').onDelete('cascade'),
    )
    .addColumn('implied_role_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_roles.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('identity_role_implications_pk', ['prior_role_id', 'implied_role_id'])
    .execute()
  for (const target of ['project', 'domain'] as const) {
    await db.schema
      .createTable(`identity_${target}_roles`)
      .addColumn('user_id', 'varchar(64)', (column) =>
        column.notNull().references('identity_users.id').onDelete('cascade'),
      )
      .addColumn(`${target}_id`, 'varchar(64)', (column) =>
        column.notNull().references(`identity_${target}s.id`).onDelete('cascade'),
      )
      .addColumn('role_id', 'varchar(64)', (column) =>
        column.notNull().references('identity_roles.id').onDelete('cascade'),
      )
      .addPrimaryKeyConstraint(`identity_${target}_roles_pk`, ['user_id', `${target}_id`, 'role_id'])
      .execute()
  }
}

async function createApplicationCredentials(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity_application_credentials')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('user_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_users.id').onDelete('cascade'),
    )
    .addColumn('project_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_projects.id').onDelete('cascade'),
    )
    .addColumn('name', 'varchar(255)', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('secret_hash', 'varchar(255)', (column) => column.notNull())
    .addColumn('is_unrestricted', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addUniqueConstraint('identity_application_credentials_name', ['user_id', 'name'])
    .execute()
  await db.schema
    .createTable('identity_application_credential_roles')
    .addColumn('application_credential_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_application_credentials.id').onDelete('cascade'),
    )
    .addColumn('role_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_roles.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('identity_application_credential_roles_pk', [
      'application_credential_id',
      'role_id',
    ])
    .execute()
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('identity_tokens')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('user_id', 'varchar(64)', (column) =>
      column.notNull().references('identity_users.id').onDelete('cascade'),
    )
    .addColumn('project_id', 'varchar(64)', (column) =>
      column.references('identity_projects.id').onDelete('cascade'),
    )
    .addColumn('domain_id', 'varchar(64)', (column) =>
      column.references('identity_domains.id').onDelete('cascade'),
    )
    .addColumn('application_credential_id', 'varchar(64)', (column) =>
      column.references('identity_application_credentials.id').onDelete('cascade'),
    )
    .addColumn('methods', 'varchar(255)', (column) => column.notNull())
    .addColumn('audit_id', 'varchar(32)', (column) => column.notNull())
    .addColumn('audit_chain_id', 'varchar(32)', (column) => column.notNull())
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('renewable_until', 'bigint')
    .execute()
  await db.schema.createIndex('identity_tokens_user').on('identity_tokens').column('user_id').execute()
  await db.schema
    .createIndex('identity_tokens_chain')
    .on('identity_tokens')
    .column('audit_chain_id')
    .execute()
  await db.schema.createIndex('identity_tokens_expiry').on('identity_tokens').column('expires_at').execute()
  await db.schema
    .createTable('identity_failed_attempts')
    .addColumn('subject', 'varchar(128)', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_failed_at', 'bigint', (column) => column.notNull())
    .addColumn('locked_until', 'bigint', (column) => column.notNull())
    .execute()
}
