import type { ImageDraft } from '../model/upload.ts'

/** The body of `POST /v2/images` for a draft. Empty properties are left out: an empty string is a value on the wire. */
export function toCreateWire(id: string, draft: ImageDraft): Readonly<Record<string, unknown>> {
  const properties = Object.fromEntries(Object.entries(draft.properties).filter(([, value]) => value !== ''))
  return {
    ...properties,
    id,
    name: draft.name,
    disk_format: draft.diskFormat,
    container_format: draft.containerFormat,
    visibility: draft.visibility,
    protected: draft.isProtected,
    min_disk: draft.minDiskGb,
    min_ram: draft.minRamMb,
    tags: draft.tags,
  }
}

/** Whole GiB that a disk of the image's virtual size needs: what an instance's flavour must offer. */
export function suggestedMinDiskGb(virtualSizeBytes: number | null): number {
  return virtualSizeBytes === null ? 0 : Math.ceil(virtualSizeBytes / 1024 ** 3)
}

/** `web, prod,web` → `['prod', 'web']`. */
export function readTags(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ].toSorted()
}

/** Upload-Metadata of the tus upload. */
export function tusMetadata(id: string, fileName: string, draft: ImageDraft): Record<string, string> {
  const hash = draft.expectedHash
  return {
    image_id: id,
    filename: fileName,
    ...(hash === null ? {} : { expected_hash: `${hash.algo}:${hash.value}` }),
  }
}
