import type { ReactNode } from 'react'

interface PageHeaderProps {
  readonly title: ReactNode
  /** Where the page stands, above its title. */
  readonly trail?: ReactNode
  /** Beside the title: badges, counts. */
  readonly meta?: ReactNode
  readonly actions?: ReactNode
}

export function PageHeader({ title, trail, meta, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-3 sm:px-6">
      <div className="min-w-0 flex-1 basis-60">
        {trail}
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
          {meta}
        </div>
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
