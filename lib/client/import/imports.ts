import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportPreviewWire } from '#lib/contract/import-preview.ts'
import { request, requestJson } from '../http.ts'
import { refreshAllImages } from '../image-refresh.ts'
import { refreshQuotas } from '../quota.ts'
import { newImageId } from '../upload/engine/new-upload.ts'
import { toCreateWire } from '../upload/file/draft.ts'
import type { ImageDraft } from '../upload/model/upload.ts'

/** Asks the service to look at an address; nothing is fetched but what tells the format. */
export function useImportPreview() {
  return useMutation({
    mutationFn: (uri: string) =>
      requestJson<ImportPreviewWire>('/v2/vitrine/import-preview', { method: 'POST', body: { uri } }),
  })
}

export interface ImportOrder {
  readonly uri: string
  readonly draft: ImageDraft
}

/** Makes the image and begins the import of its data; gives the image's id. Refused, it leaves no image behind. */
export function useStartImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: startImport,
    onSettled: () => Promise.all([refreshAllImages(client), refreshQuotas(client)]),
  })
}

async function startImport({ uri, draft }: ImportOrder): Promise<string> {
  const imageId = newImageId()
  const { expectedHash: hash } = draft
  const path = `/v2/images/${imageId}`
  await request('/v2/images', { method: 'POST', body: toCreateWire(imageId, draft) })
  const method = {
    ...{ name: 'web-download', uri },
    ...(hash !== null && { vitrine_expected_hash: `${hash.algo}:${hash.value}` }),
  }
  try {
    await request(`${path}/import`, { method: 'POST', body: { method } })
  } catch (error) {
    await removeEmpty(path, draft.isProtected).catch(() => undefined)
    throw error
  }
  return imageId
}

async function removeEmpty(path: string, isProtected: boolean): Promise<void> {
  if (isProtected) {
    await request(path, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
      body: [{ op: 'replace', path: '/protected', value: false }],
    })
  }
  await request(path, { method: 'DELETE' })
}

export type { ImportPreviewWire }
