'use client'

import { FileJson, FileSpreadsheet, RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('listMenus')
  const images = useTranslations('images')
  const chosen = chosenColumns(settings.columns, isAdministrator).map(({ id }) => id)
  return (
    <>
      <MenuRadioGroup
        label={t('rows')}
        value={settings.density}
        onChange={(density) =>
          onChange({ ...settings, density: density === 'compact' ? density : 'comfortable' })
        }
      >
        <MenuRadioItem value="comfortable">{t('comfortable')}</MenuRadioItem>
        <MenuRadioItem value="compact">{t('compact')}</MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuGroup label={t('columns')}>
        {offeredColumns(isAdministrator).map(({ id }) => (
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
            {images(`column.${id}`)}
          </MenuCheckboxItem>
        ))}
      </MenuGroup>
      {settings.columns !== null && (
        <MenuItem icon={RotateCcw} onSelect={() => onChange({ ...settings, columns: null })}>
          {t('usual')}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuGroup label={t('export')}>
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
