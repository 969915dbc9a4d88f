'use client'
import type { ImageView } from '#lib/client/image-view.ts'
export function EditDialog(_: { readonly image: ImageView; readonly onClose: () => void }) {
  return null
}
