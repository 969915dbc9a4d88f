import { Link } from '#components/ui/link.tsx'
import type { FamilyVersionWire } from '#lib/client/families.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { isUuid } from '#lib/contract/text.ts'

interface ReplacedByProps {
  readonly imageId: string
  /** Among which it usually is. */
  readonly versions: readonly FamilyVersionWire[]
}

/** A way to the image; what is no id stands as it was written. */
export function ReplacedBy({ imageId, versions }: ReplacedByProps) {
  const found = versions.find(({ id }) => id === imageId.toLowerCase())
  if (!isUuid(imageId)) return <bdi>{imageId}</bdi>
  return (
    <Link href={`/images/${imageId}`} className="text-accent underline break-all">
      <bdi>{found === undefined ? imageId : (found.version ?? imageTitle(found))}</bdi>
    </Link>
  )
}
