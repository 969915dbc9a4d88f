import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '#components/ui/link.tsx'
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look.ts'
import { cx } from './cx.ts'

interface ButtonLinkProps {
  readonly href: string
  readonly children: ReactNode
  /** The name for screen readers; it contains the visible text. */
  readonly 'aria-label'?: string
  /** Save what lies there under this name. */
  readonly download?: string
  readonly className?: string
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly icon?: LucideIcon
}

/** Looks like a button, goes somewhere. With `download` it is a plain link that the browser saves. */
export function ButtonLink({ variant = 'secondary', size = 'md', icon: Icon, ...rest }: ButtonLinkProps) {
  const look = cx(buttonLook(variant, size), rest.className)
  const content = (
    <>
      {Icon && <Icon aria-hidden className="size-3.5" />}
      {rest.children}
    </>
  )
  if (rest.download !== undefined) {
    return (
      <a {...rest} className={look}>
        {content}
      </a>
    )
  }
  return (
    <Link {...rest} className={look}>
      {content}
    </Link>
  )
}
