import { FAMILY_PROPERTIES, isSnapshot } from '../contract/family-properties.ts'
import type { FamilyKey } from '../domain/families.ts'
import type { ImageView } from './image-view.ts'

/** The family that the image is a version of; null: of none. */
export function familyOf({ owner, properties }: Pick<ImageView, 'owner' | 'properties'>): FamilyKey | null {
  const name = properties[FAMILY_PROPERTIES.name] ?? ''
  return owner === null || name === '' || isSnapshot(properties) ? null : { owner, name }
}
