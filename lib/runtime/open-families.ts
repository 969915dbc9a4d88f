import type { Database } from '#lib/db/database.ts'
import { createFamilyRecords } from '#lib/db/images/families.ts'
import type { Policy } from '#lib/domain/policy.ts'
import type { PropertyGuard } from '#lib/domain/refusals.ts'
import type { ImageRepository } from '#lib/domain/repository.ts'
import { createFamilyDesk, type FamilyDesk } from '#lib/families/family-desk.ts'

interface FamilyParts {
  readonly images: ImageRepository
  readonly policy: Policy
  readonly propertyRules: PropertyGuard | null
}

export function openFamilies(database: Database, { images, policy, propertyRules }: FamilyParts): FamilyDesk {
  return createFamilyDesk({
    ...{ images, policy, records: createFamilyRecords(database), clock: Date.now },
    mayReadProperty: (name, ctx) => propertyRules?.may('read', name, ctx) ?? true,
  })
}
