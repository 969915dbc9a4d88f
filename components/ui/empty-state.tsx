import type { ComponentProps, ComponentType, ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon: ComponentType<Pick<ComponentProps<'svg'>, 'className' | 'strokeWidth' | 'aria-hidden'>>
  readonly title: string
  readonly children?: ReactNode
  /** What the person can do about it. */
  readonly actions?: ReactNode
  /** It is all that the page has: then its title is the page's. */
  readonly isPage?: boolean
}

export function EmptyState({ icon: Icon, title, children, actions, isPage = false }: EmptyStateProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-lg border border-line bg-surface text-muted shadow-control">
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <Heading className="text-base font-semibold">{title}</Heading>
      {children && <div className="mt-1 text-sm text-muted">{children}</div>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
