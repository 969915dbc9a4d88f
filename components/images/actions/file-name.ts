import type { ImageView } from '#lib/client/image-view.ts'

const MOST_CHARACTERS = 120

/** What the downloaded file is called: the image's name, made safe for file systems, with the format's ending. */
export function fileNameOf(image: Pick<ImageView, 'id' | 'name' | 'diskFormat' | 'containerFormat'>): string {
  const ending = endingOf(image)
  // Path separators, reserved and control characters become dashes; dots and spaces at the edges are dropped.
  const safe = (image.name ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, '-')
    .replaceAll(/^[\s.-]+|[\s.-]+$/g, '')
    .slice(0, MOST_CHARACTERS)
  const base = safe === '' ? image.id : safe
  return ending === '' || base.toLowerCase().endsWith(ending) ? base : base + ending
}

function endingOf(image: Pick<ImageView, 'diskFormat' | 'containerFormat'>): string {
  if (image.containerFormat === 'ova' || image.containerFormat === 'docker')
    return image.containerFormat === 'ova' ? '.ova' : '.tar'
  const format = image.diskFormat ?? ''
  return /^[a-z0-9]+$/.test(format) ? `.${format}` : ''
}
