import { queryOptions } from '@tanstack/react-query'
import { requestJson } from '../../http.ts'
import { CONTAINER_FORMAT_CHOICES, DISK_FORMAT_CHOICES } from '../../image-words.ts'

export interface ImageFormats {
  readonly disk: readonly string[]
  readonly container: readonly string[]
}

interface SchemaWire {
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly (string | null)[] }>>
}

const USUAL: ImageFormats = { disk: DISK_FORMAT_CHOICES, container: CONTAINER_FORMAT_CHOICES }

/** The formats that this service takes, from its schema of an image; the usual ones until it has answered. */
export function imageFormatOptions() {
  return queryOptions({
    queryKey: ['image-formats'],
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: USUAL,
    queryFn: async ({ signal }): Promise<ImageFormats> => {
      const { properties } = await requestJson<SchemaWire>('/v2/schemas/image', { signal })
      return {
        disk: words(properties?.disk_format?.enum) ?? USUAL.disk,
        container: words(properties?.container_format?.enum) ?? USUAL.container,
      }
    },
  })
}

function words(values: readonly (string | null)[] | undefined): readonly string[] | null {
  return values?.filter((value) => value !== null) ?? null
}
