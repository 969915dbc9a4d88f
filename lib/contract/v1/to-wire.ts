import type { Image, ImageMember } from '../../domain/image.ts'

/** An image in a list of version 1. */
export function briefImage(image: Image) {
  return {
    id: image.id,
    name: image.name,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    size: image.sizeBytes ?? 0,
    checksum: image.checksum,
  }
}

/** An image of version 1 with everything. Private, shared and community images are all "not public" there. */
export function wholeImage(image: Image) {
  return {
    ...briefImage(image),
    status: STATUS_OF[image.status] ?? image.status,
    is_public: image.visibility === 'public',
    protected: image.isProtected,
    owner: image.owner,
    min_disk: image.minDiskGb,
    min_ram: image.minRamMb,
    virtual_size: image.virtualSizeBytes,
    created_at: toTime(image.createdAtMs),
    updated_at: toTime(image.updatedAtMs),
    deleted_at: null,
    deleted: false,
    properties: image.properties,
  }
}

/** The same as headers; what no header can carry is left out. */
export function imageHeaders(image: Image): Record<string, string> {
  const { properties, ...attributes } = wholeImage(image)
  const given = Object.entries(attributes).filter(([, value]) => value !== null)
  const more = Object.entries(properties).filter(([name]) => /^[A-Za-z0-9_.-]+$/.test(name))
  return Object.fromEntries([
    ...given.map(([name, value]) => [`x-image-meta-${name}`, toHeader(titled(value))]),
    ...more.map(([name, value]) => [`x-image-meta-property-${name}`, toHeader(value)]),
  ])
}

/** Nobody can pass an image on that was shared with them. */
export function memberToV1({ memberId }: ImageMember) {
  return { member_id: memberId, can_share: false }
}

/** Python's words. */
function titled(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

/** UTF-8 in a header's bytes; line breaks and other controls would end it. */
function toHeader(text: string): string {
  const plain = [...text]
    .map((character) => (character < ' ' || character === '\u007F' ? ' ' : character))
    .join('')
  return String.fromCharCode(...new TextEncoder().encode(plain)).trim()
}

/** Without a zone: it is UTC. */
function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000000`
}

/** Version 1 knows one word for data on its way. */
const STATUS_OF: Readonly<Partial<Record<Image['status'], string>>> = {
  uploading: 'saving',
  importing: 'saving',
}
