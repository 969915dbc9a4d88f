import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { Messages } from '../messages/messages.ts'

/** `generateMetadata` of a page whose title does not depend on what it shows. */
export function titled(name: keyof Messages['titles']): () => Promise<Metadata> {
  return async () => ({ title: (await getTranslations('titles'))(name) })
}
