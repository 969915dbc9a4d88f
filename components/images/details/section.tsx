import { type ReactNode, useId } from 'react'

interface SectionProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, actions, children }: SectionProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 id={titleId} className="flex-1 text-sm font-semibold">
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

/** A frame for facts; hairlines between them. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="divide-y rounded-lg border">{children}</dl>
}

interface FactProps {
  readonly label: string
  readonly children: ReactNode
}

export function Fact({ label, children }: FactProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-3.5 py-2">
      <dt className="w-32 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 basis-40 break-words">{children}</dd>
    </div>
  )
}
