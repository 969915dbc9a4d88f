import { buttonLook } from '#components/ui/button-look.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Compass } from '#components/ui/own-icons.tsx'

// Next sends this along with every page, so it is made of what needs no script: a plain link, a plain drawing.
export default function NotFound() {
  return (
    <main>
      <EmptyState
        isPage
        icon={Compass}
        title="There is no such page"
        actions={
          <a href="/images" className={buttonLook('secondary', 'md')}>
            Go to the images
          </a>
        }
      >
        The address may be mistyped, or what was here is gone.
      </EmptyState>
    </main>
  )
}
