import { type PropertyCheck, propertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import { IMAGE_TYPE, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'

/** The check of images' properties by the public definitions. */
export interface PublishedCheck {
  /** As it was at most a few seconds ago. */
  current(): Promise<PropertyCheck>
  /** The definitions were changed here: the next question reads them again. */
  forget(): void
}

/** Another node's change counts after this. */
const FRESH_MS = 5000

export function createPublishedCheck(
  records: Pick<MetadefRecords, 'all'>,
  clock: () => number,
): PublishedCheck {
  let known: { readonly check: Promise<PropertyCheck>; readonly atMs: number } | null = null

  async function read(): Promise<PropertyCheck> {
    const trees = await records.all()
    return propertyCheck(
      knownKeys(
        trees.filter(({ visibility }) => visibility === 'public'),
        IMAGE_TYPE,
      ),
    )
  }

  return {
    current() {
      if (known === null || clock() - known.atMs > FRESH_MS) {
        const check = read()
        known = { check, atMs: clock() }
        // What failed is tried again by whoever asks next.
        check.catch(() => {
          if (known?.check === check) known = null
        })
      }
      return known.check
    },
    forget() {
      known = null
    },
  }
}
