import type { Migration } from 'kysely/migration'

export const images: Migration = {
  async up() {},
}
