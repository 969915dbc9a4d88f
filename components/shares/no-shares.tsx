import { Inbox } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { MemberStatus } from '#lib/domain/image.ts'

export function NoShares({ status }: { readonly status: MemberStatus }) {
  const t = useTranslations('shares.none')
  return (
    <EmptyState icon={Inbox} title={t(`${status}.title`)}>
      {t(`${status}.text`)}
    </EmptyState>
  )
}
