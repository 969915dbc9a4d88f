import { Compass } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

export default function NotFound() {
  return (
    <main>
      <EmptyState
        isPage
        icon={Compass}
        title="There is no such page"
        actions={<ButtonLink href="/images">Go to the images</ButtonLink>}
      >
        The address may be mistyped, or what was here is gone.
      </EmptyState>
    </main>
  )
}
