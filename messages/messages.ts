import type { Language } from '#lib/client/language.ts'

/** The texts of the dashboard by namespace: about one file for each folder of components, in each language. */
export interface Messages {
  readonly common: typeof import('./en/common.json')
  readonly titles: typeof import('./en/titles.json')
  readonly shell: typeof import('./en/shell.json')
  readonly signIn: typeof import('./en/signIn.json')
  readonly images: typeof import('./en/images.json')
  readonly listMenus: typeof import('./en/listMenus.json')
  readonly actions: typeof import('./en/actions.json')
  readonly image: typeof import('./en/image.json')
  readonly shares: typeof import('./en/shares.json')
  readonly upload: typeof import('./en/upload.json')
  readonly import: typeof import('./en/import.json')
  readonly metadefs: typeof import('./en/metadefs.json')
  readonly properties: typeof import('./en/properties.json')
  readonly families: typeof import('./en/families.json')
  readonly deleted: typeof import('./en/deleted.json')
  readonly identity: typeof import('./en/identity.json')
  readonly stores: typeof import('./en/stores.json')
  readonly cache: typeof import('./en/cache.json')
  readonly tasks: typeof import('./en/tasks.json')
  readonly policies: typeof import('./en/policies.json')
  readonly quota: typeof import('./en/quota.json')
  readonly quotas: typeof import('./en/quotas.json')
  readonly audit: typeof import('./en/audit.json')
  readonly events: typeof import('./en/events.json')
  readonly webhooks: typeof import('./en/webhooks.json')
  readonly commands: typeof import('./en/commands.json')
}

export type Namespace = keyof Messages

/** Of one language: each is fetched when it is asked for. */
export type MessageFiles = {
  readonly [Name in Namespace]: () => Promise<{ readonly default: Messages[Name] }>
}

declare module 'next-intl' {
  interface AppConfig {
    Locale: Language
    Messages: Messages
  }
}
