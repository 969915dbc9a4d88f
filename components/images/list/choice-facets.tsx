'use client'

import { Menu } from '#components/ui/menu.tsx'
import { MenuCheckboxItem, MenuGroup, MenuRadioGroup, MenuRadioItem } from '#components/ui/menu-items.tsx'
import { FacetButton } from './facet-button.tsx'

interface ChoiceFacetProps<T extends string> {
  readonly label: string
  readonly value: T
  /** The choice that narrows nothing. */
  readonly neutral: T
  readonly choices: readonly (readonly [T, string])[]
  readonly onChange: (value: T) => void
}

/** One of several. */
export function ChoiceFacet<T extends string>(props: ChoiceFacetProps<T>) {
  const { label, value, neutral, choices, onChange } = props
  const chosen = value === neutral ? null : (choices.find(([choice]) => choice === value)?.[1] ?? value)
  return (
    <Menu trigger={<FacetButton label={label} chosen={chosen} />}>
      <MenuRadioGroup label={label} value={value} onChange={(next) => onChange(next as T)}>
        {choices.map(([choice, text]) => (
          <MenuRadioItem key={choice} value={choice}>
            {text}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  )
}

interface ManyFacetProps<T extends string> {
  readonly label: string
  readonly values: readonly T[]
  readonly choices: readonly (readonly [T, string])[]
  readonly onChange: (values: readonly T[]) => void
}

/** Any number of several. */
export function ManyFacet<T extends string>({ label, values, choices, onChange }: ManyFacetProps<T>) {
  const chosen = choices.filter(([choice]) => values.includes(choice)).map(([, text]) => text)
  return (
    <Menu trigger={<FacetButton label={label} chosen={chosen.length === 0 ? null : chosen.join(', ')} />}>
      <MenuGroup label={label}>
        {choices.map(([choice, text]) => (
          <MenuCheckboxItem
            key={choice}
            isChecked={values.includes(choice)}
            onChange={(isChecked) =>
              onChange(isChecked ? [...values, choice] : values.filter((value) => value !== choice))
            }
          >
            {text}
          </MenuCheckboxItem>
        ))}
      </MenuGroup>
    </Menu>
  )
}
