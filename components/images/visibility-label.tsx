import { Globe, Lock, type LucideIcon, Share2, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Visibility } from '#lib/domain/image.ts'

export const VISIBILITY_ICONS: Readonly<Record<Visibility, LucideIcon>> = {
  private: Lock,
  shared: Share2,
  community: Users,
  public: Globe,
}

export function VisibilityLabel({ visibility }: { readonly visibility: Visibility }) {
  const t = useTranslations('common')
  const Icon = VISIBILITY_ICONS[visibility]
  return (
    <span
      className="flex items-center gap-1.5 whitespace-nowrap"
      title={t(`visibilityMeaning.${visibility}`)}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      {t(`visibility.${visibility}`)}
    </span>
  )
}
