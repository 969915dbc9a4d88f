'use client'

import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: ReactNode
  readonly panel: ReactNode
}

interface TabsProps<T extends string> {
  /** The name of the set, for screen readers. */
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** Panels stay in the page while hidden, so that half-filled forms keep what was typed. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChange(next)}>
      <Base.List aria-label={label} className="mb-4 flex flex-wrap gap-x-4 border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px inline-flex h-8 shrink-0 cursor-pointer items-center whitespace-nowrap gap-1.5 border-b-2 border-transparent text-sm font-medium text-muted hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} keepMounted className="outline-none">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
