'use client'

import { useTranslations } from 'next-intl'
import { Link } from '#components/ui/link.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { deprecationWords, replacementOf } from '#lib/client/deprecation-words.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { useImage } from '#lib/client/images.ts'
import { useNow } from '../time.tsx'

/** Since when the image should not be used any more, and what should be; nothing where it says nothing of it. */
export function DeprecatedNotice({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.deprecated')
  const words = deprecationWords(image, useNow(), t)
  const replacement = replacementOf(image)
  if (words === null) return null
  return (
    <Notice tone={words.tone} title={words.title}>
      <p className="break-words">{words.meaning}</p>
      {replacement !== null && <Replacement imageId={replacement} of={image} />}
    </Notice>
  )
}

/** Whoever owns the image says what replaces it: that it leads to somebody else's is said. */
function Replacement({ imageId, of }: { readonly imageId: string; readonly of: ImageView }) {
  const t = useTranslations('image.deprecated')
  const { data, error } = useImage(imageId)
  if (error !== null && data === undefined) {
    return <p className="break-words">{t('unseen', { id: imageId })}</p>
  }
  const found = data?.image
  return (
    <p className="break-words">
      {t.rich(found !== undefined && found.owner !== of.owner ? 'byOther' : 'by', {
        image: () => (
          <Link href={`/images/${imageId}`} className="font-medium underline underline-offset-2">
            <bdi>{found === undefined ? imageId : imageTitle(found)}</bdi>
          </Link>
        ),
      })}
    </p>
  )
}
