import type { ComponentProps } from 'react'

type OwnIconProps = ComponentProps<'svg'>

// Drawings for the two pages that come along with every other page and so must be small: the library's icons would
// bring their machinery with them a second time.

function drawing(props: OwnIconProps): OwnIconProps {
  return {
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    ...props,
  }
}

export function Compass(props: OwnIconProps) {
  return (
    <svg {...drawing(props)} aria-hidden>
      <circle cx="12" cy="12" r="9.5" />
      <path d="m16 8-2.5 5.5L8 16l2.5-5.5z" />
    </svg>
  )
}

export function Warning(props: OwnIconProps) {
  return (
    <svg {...drawing(props)} aria-hidden>
      <path d="M12 3 2 20.5h20zM12 10v4.5M12 17.5v0" />
    </svg>
  )
}
