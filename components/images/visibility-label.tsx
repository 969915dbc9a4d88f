import { Globe, Lock, type LucideIcon, Share2, Users } from 'lucide-react'
import { VISIBILITY_WORDS } from '#lib/client/image-words.ts'
import type { Visibility } from '#lib/domain/image.ts'

export const VISIBILITY_ICONS: Readonly<Record<Visibility, LucideIcon>> = {
  private: Lock,
  shared: Share2,
  community: Users,
  public: Globe,
}

export function VisibilityLabel({ visibility }: { readonly visibility: Visibility }) {
  const Icon = VISIBILITY_ICONS[visibility]
  const { label, meaning } = VISIBILITY_WORDS[visibility]
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap" title={meaning}>
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      {label}
    </span>
  )
}
