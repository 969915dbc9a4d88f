'use client'

import { useAsker } from '#components/images/actions/use-asker.ts'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { mayManage } from '#lib/domain/rights.ts'
import { useUploadDoor } from './upload-context.ts'

const MissingData = lazyPart(
  withWords(['upload'], () => import('./missing-data.tsx').then((file) => file.MissingData)),
)

/**
 * For an image whose data is missing: goes on with an upload that another browser began, or begins one. Not there while
 * this browser's dock has the upload.
 */
export function ImageDataUpload({ image }: { readonly image: ImageView }) {
  const door = useUploadDoor()
  const isAllowed = mayManage(image, useAsker()).allowed
  const isWaiting = image.status === 'queued' || image.status === 'saving'
  if (door === null || !isWaiting || !isAllowed) return null
  return <MissingData image={image} door={door} />
}
