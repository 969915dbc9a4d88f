'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Menu } from '#components/ui/menu.tsx'
import { MenuRadioGroup, MenuRadioItem } from '#components/ui/menu-items.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { useSession } from './session-provider.tsx'
import { useProjectSwitch } from './use-project-switch.ts'

/** Names the project whose images are shown, and changes it. */
export function ProjectSwitcher() {
  const t = useTranslations('shell')
  const { project, projects } = useSession()
  const { isSwitching, switchTo } = useProjectSwitch()
  const name = project?.name ?? t('noProjectName')
  return (
    <Menu
      className="w-52"
      trigger={
        <button
          type="button"
          aria-label={t('switchProject', { name })}
          className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-start shadow-control hover:bg-hover data-popup-open:bg-pressed pointer-coarse:h-11"
        >
          <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
          {isSwitching ? (
            <Spinner className="text-faint" />
          ) : (
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
          )}
        </button>
      }
    >
      <MenuRadioGroup label={t('projects')} value={project?.id ?? ''} onChange={switchTo}>
        {projects.map(({ id, name: projectName }) => (
          <MenuRadioItem key={id} value={id}>
            <span className="block truncate">{projectName}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  )
}
