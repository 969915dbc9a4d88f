import type { ImportPlugin } from '#lib/tasks/import-ports.ts'

export interface InjectMetadataOptions {
  readonly properties: Readonly<Record<string, string>>
  /** Lower-case; whoever has one of these roles imports without them. */
  readonly ignoredRoles: readonly string[]
}

/** `inject_image_metadata`: marks what users import with properties of the site's choice. */
export function createInjectMetadata({ properties, ignoredRoles }: InjectMetadataOptions): ImportPlugin {
  return {
    name: 'inject_image_metadata',
    async run(_staged, { requester }) {
      const isIgnored = requester.roles.some((role) => ignoredRoles.includes(role))
      return isIgnored ? {} : { change: { properties } }
    },
  }
}
