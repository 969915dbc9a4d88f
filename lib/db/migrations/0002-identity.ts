import type { Migration } from 'kysely/migration'

export const identity: Migration = {
  async up() {},
}
