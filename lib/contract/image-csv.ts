import { csvLine } from './csv.ts'
import type { ImageBaseWire } from './image-wire.ts'

const COLUMNS = [
  ...(['id', 'name', 'status', 'visibility', 'protected', 'os_hidden', 'owner'] as const),
  ...(['disk_format', 'container_format', 'size', 'virtual_size', 'min_disk', 'min_ram'] as const),
  ...(['checksum', 'os_hash_algo', 'os_hash_value', 'created_at', 'updated_at', 'tags', 'stores'] as const),
] as const satisfies readonly (keyof ImageBaseWire)[]

/** The last column holds the additional properties, as JSON. */
export const IMAGE_CSV_HEAD = csvLine([...COLUMNS, 'properties'])

export function imageToCsv(image: ImageBaseWire, properties: Readonly<Record<string, string>>): string {
  return csvLine([...COLUMNS.map((column) => image[column]), properties])
}
