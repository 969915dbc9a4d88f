import { queryOptions } from '@tanstack/react-query'
import type { UploadListWire, UploadWire } from '#lib/contract/upload-wire.ts'
import { judge } from '#lib/formats/verdict.ts'
import { requestJson } from '../../http.ts'
import type { ImageView } from '../../image-view.ts'
import type { Look } from '../file/look.ts'
import type { ImageDraft } from '../model/upload.ts'

/** The unfinished upload into an image, wherever it was begun; null when there is none. */
export function unfinishedUploadOptions(imageId: string) {
  return queryOptions({
    queryKey: ['unfinished-upload', imageId],
    staleTime: 0,
    queryFn: async ({ signal }): Promise<UploadWire | null> => {
      const query = new URLSearchParams({ image_id: imageId })
      const { uploads } = await requestJson<UploadListWire>(`/uploads?${query}`, { signal })
      return uploads[0] ?? null
    },
  })
}

/** Why a file cannot become the data of an image. `told`: in the words that the service uses itself. */
export type DataProblem =
  | { readonly code: 'told'; readonly sentence: string }
  | { readonly code: 'unreadable'; readonly name: string }
  | {
      readonly code: 'otherSize'
      readonly name: string
      readonly bytes: number
      readonly expectedBytes: number
    }

/** Why this file cannot become the data of the image; null when it can. */
export function problemWithData(
  image: ImageView,
  file: File,
  look: Look,
  unfinished: UploadWire | null,
): DataProblem | null {
  if (unfinished !== null && unfinished.total !== null && unfinished.total !== file.size) {
    return { code: 'otherSize', name: file.name, bytes: file.size, expectedBytes: unfinished.total }
  }
  const { diskFormat, containerFormat } = image
  const verdict = judge({ diskFormat, containerFormat, inspection: look.inspection, sizeBytes: file.size })
  return verdict.ok ? null : { code: 'told', sentence: verdict.message }
}

/** What the dock shows of an image that exists already. */
export function draftOfImage(image: ImageView): ImageDraft {
  return {
    name: image.name ?? '',
    diskFormat: image.diskFormat ?? '',
    containerFormat: image.containerFormat ?? '',
    visibility: image.visibility,
    isProtected: image.isProtected,
    minDiskGb: image.minDiskGb,
    minRamMb: image.minRamMb,
    tags: image.tags,
    properties: {},
    expectedHash: null,
  }
}
