import type { Migration } from 'kysely/migration'

export const uploads: Migration = {
  async up() {},
}
