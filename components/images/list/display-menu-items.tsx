'use client'

import { FileJson, FileSpreadsheet, RotateCcw } from 'lucide-react'
import {
  MenuCheckboxItem,
  MenuGroup,
  MenuItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from '#components/ui/menu-items.tsx'
import type { ListSettings } from '#lib/client/list-settings.ts'
import { chosenColumns, offeredColumns } from './image-columns.tsx'

export interface DisplayMenuProps {
  readonly settings: ListSettings
  readonly onChange: (settings: ListSettings) => void
  readonly isAdministrator: boolean
  /** Where the whole list can be fetched as a file. */
  readonly exportPath: (format: 'csv' | 'json') => string
}

/** How the list looks, and taking it away as a file. */
export function DisplayMenuItems({ settings, onChange, isAdministrator, exportPath }: DisplayMenuProps) {
  const chosen = chosenColumns(settings.columns, isAdministrator).map(({ id }) => id)
  return (
    <>
      <MenuRadioGroup
        label="Rows"
        value={settings.density}
        onChange={(density) =>
          onChange({ ...settings, density: density === 'compact' ? density : 'comfortable' })
        }
      >
        <MenuRadioItem value="comfortable">Comfortable</MenuRadioItem>
        <MenuRadioItem value="compact">Compact</MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuGroup label="Columns, as far as there is room">
        {offeredColumns(isAdministrator).map(({ id, label }) => (
          <MenuCheckboxItem
            key={id}
            isChecked={chosen.includes(id)}
            onChange={(isShown) =>
              onChange({
                ...settings,
                columns: isShown ? [...chosen, id] : chosen.filter((column) => column !== id),
              })
            }
          >
            {label}
          </MenuCheckboxItem>
        ))}
      </MenuGroup>
      {settings.columns !== null && (
        <MenuItem icon={RotateCcw} onSelect={() => onChange({ ...settings, columns: null })}>
          Usual columns
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuGroup label="Export all that is listed">
        <MenuItem icon={FileSpreadsheet} link={<a href={exportPath('csv')} download aria-label="CSV" />}>
          CSV
        </MenuItem>
        <MenuItem icon={FileJson} link={<a href={exportPath('json')} download aria-label="JSON" />}>
          JSON
        </MenuItem>
      </MenuGroup>
    </>
  )
}
