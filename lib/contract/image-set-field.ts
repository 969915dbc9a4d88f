import type { Image } from '../domain/image.ts'
import type { WritableField } from './image-fields.ts'

/** Where each attribute of the wire stands in an image. */
const IMAGE_KEYS = {
  name: 'name',
  visibility: 'visibility',
  protected: 'isProtected',
  os_hidden: 'isHidden',
  owner: 'owner',
  min_disk: 'minDiskGb',
  min_ram: 'minRamMb',
  tags: 'tags',
  disk_format: 'diskFormat',
  container_format: 'containerFormat',
} as const satisfies Record<WritableField, keyof Image>

/** A copy with one attribute set; `value` is what parseField returned for this name. */
export function withField<T extends Partial<Image>>(image: T, name: WritableField, value: unknown): T {
  const kept = name === 'tags' ? [...new Set(value as readonly string[])].sort() : value
  return { ...image, [IMAGE_KEYS[name]]: kept }
}
