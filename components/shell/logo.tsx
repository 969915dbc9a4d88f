import { cx } from '#components/ui/cx.ts'

/** A glass case with a disk on its shelf. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cx('size-6 shrink-0', className)}>
      <rect
        x="2.75"
        y="2.75"
        width="18.5"
        height="18.5"
        rx="4.25"
        className="fill-accent-soft stroke-accent"
        strokeWidth="1.5"
      />
      <path d="M5.5 17.25h13" className="stroke-accent" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="12" cy="11.25" r="4" className="stroke-accent" strokeWidth="1.5" />
      <circle cx="12" cy="11.25" r="1.1" className="fill-accent" />
      <path
        d="M5.75 9.5 9.5 5.75"
        className="stroke-accent"
        strokeWidth="1.25"
        strokeLinecap="round"
        opacity="0.55"
      />
    </svg>
  )
}

export function Logo() {
  return (
    <span className="flex items-center gap-2 text-base font-semibold tracking-tight">
      <LogoMark />
      Vitrine
    </span>
  )
}
