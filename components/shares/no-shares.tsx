import { Inbox } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { MemberStatus } from '#lib/domain/image.ts'

const WORDS: Readonly<Record<MemberStatus, { readonly title: string; readonly text: string }>> = {
  pending: {
    title: 'Nothing waits for an answer',
    text: 'When another project shares an image with this one, it is offered here. Accepted images stand in your list of images.',
  },
  accepted: {
    title: 'No accepted shares',
    text: 'Images of other projects that this project accepts stand here and in the list of images.',
  },
  rejected: {
    title: 'No rejected shares',
    text: 'A rejected image stays out of the list of images. You can still accept it later.',
  },
}

export function NoShares({ status }: { readonly status: MemberStatus }) {
  const { title, text } = WORDS[status]
  return (
    <EmptyState icon={Inbox} title={title}>
      {text}
    </EmptyState>
  )
}
