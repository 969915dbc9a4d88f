'use client'

import { X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { MenuCheckboxItem, MenuGroup, MenuRadioGroup, MenuRadioItem } from '#components/ui/menu-items.tsx'
import { DISK_FORMAT_CHOICES, STATUS_WORDS, VISIBILITY_WORDS } from '#lib/client/image-words.ts'
import { DEFAULT_ADDRESS, isNarrowed } from '#lib/client/list-address.ts'
import { VISIBILITIES } from '#lib/domain/image.ts'
import { FacetButton } from './facet-button.tsx'
import { TagFacet } from './tag-facet.tsx'
import type { AddressControl } from './use-list-address.ts'

const STATUS_CHOICES = [
  'active',
  'queued',
  'saving',
  'uploading',
  'importing',
  'deactivated',
  'pending_delete',
] as const

/** By what the list can be narrowed. Each stands in the address. */
export function Facets({ address, change }: AddressControl) {
  return (
    <fieldset className="contents">
      <legend className="sr-only">Filters</legend>
      <ChoiceFacet
        label="Owner"
        value={address.isMine ? 'mine' : 'all'}
        neutral="all"
        choices={[
          ['all', 'All I can see'],
          ['mine', 'My project'],
        ]}
        onChange={(value) => change({ isMine: value === 'mine' })}
      />
      <ManyFacet
        label="Status"
        values={address.statuses}
        choices={STATUS_CHOICES.map((status) => [status, STATUS_WORDS[status].label] as const)}
        onChange={(statuses) => change({ statuses })}
      />
      <ChoiceFacet
        label="Visibility"
        value={address.visibility ?? 'usual'}
        neutral="usual"
        choices={[
          ['usual', 'Any, without community'],
          ['all', 'Any, with community'],
          ...VISIBILITIES.map((visibility) => [visibility, VISIBILITY_WORDS[visibility].label] as const),
        ]}
        onChange={(value) => change({ visibility: value === 'usual' ? null : value })}
      />
      <ManyFacet
        label="Format"
        values={address.formats}
        choices={DISK_FORMAT_CHOICES.map((format) => [format, format] as const)}
        onChange={(formats) => change({ formats })}
      />
      <ChoiceFacet
        label="Protection"
        value={address.isProtected === null ? 'any' : String(address.isProtected)}
        neutral="any"
        choices={[
          ['any', 'Any'],
          ['true', 'Protected'],
          ['false', 'Not protected'],
        ]}
        onChange={(value) => change({ isProtected: value === 'any' ? null : value === 'true' })}
      />
      <ChoiceFacet
        label="Hidden"
        value={address.isHidden ? 'hidden' : 'listed'}
        neutral="listed"
        choices={[
          ['listed', 'Not hidden'],
          ['hidden', 'Only hidden'],
        ]}
        onChange={(value) => change({ isHidden: value === 'hidden' })}
      />
      <TagFacet tags={address.tags} onChange={(tags) => change({ tags })} />
      {isNarrowed(address) && (
        <Button
          variant="ghost"
          size="sm"
          icon={X}
          onClick={() => change({ ...DEFAULT_ADDRESS, sort: address.sort, pageSize: address.pageSize })}
        >
          Clear all
        </Button>
      )}
    </fieldset>
  )
}

interface ChoiceFacetProps<T extends string> {
  readonly label: string
  readonly value: T
  /** The choice that narrows nothing. */
  readonly neutral: T
  readonly choices: readonly (readonly [T, string])[]
  readonly onChange: (value: T) => void
}

function ChoiceFacet<T extends string>({ label, value, neutral, choices, onChange }: ChoiceFacetProps<T>) {
  const chosen = value === neutral ? null : (choices.find(([choice]) => choice === value)?.[1] ?? null)
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

function ManyFacet<T extends string>({ label, values, choices, onChange }: ManyFacetProps<T>) {
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
