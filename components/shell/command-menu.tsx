'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import {
  ArrowLeftRight,
  Disc3,
  HardDrive,
  Keyboard,
  LogOut,
  type LucideIcon,
  Moon,
  Sun,
  SunMoon,
  Upload,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { cx } from '#components/ui/cx.ts'
import { SCRIM_LOOK } from '#components/ui/dialog.tsx'
import { useUploadDoor } from '#components/upload/upload-context.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import { imageSearchOptions } from '#lib/client/images.ts'
import { useSession } from './session-provider.tsx'
import { chooseTheme, type Theme } from './theme.ts'
import { useProjectSwitch } from './use-project-switch.ts'
import { useSignOut } from './use-sign-out.ts'

interface CommandMenuProps {
  readonly onClose: () => void
  readonly onHelp: () => void
}

const THEME_COMMANDS: readonly {
  readonly theme: Theme
  readonly icon: LucideIcon
}[] = [
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
  { theme: 'system', icon: SunMoon },
]

/** Finds images by name, goes to pages, does what the shell can do; all from the keyboard. */
export function CommandMenu({ onClose, onHelp }: CommandMenuProps) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const [text, setText] = useState('')
  const router = useRouter()
  const signOut = useSignOut()
  const door = useUploadDoor()
  const { project, projects } = useSession()
  const { switchTo } = useProjectSwitch()
  const run = (act: () => void) => () => {
    onClose()
    act()
  }

  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup
          aria-label={t('findOrDo')}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg bg-raised shadow-popup outline-none transition-[opacity,scale] duration-100 data-starting-style:scale-98 data-starting-style:opacity-0"
        >
          <Command label={t('findOrDo')} loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={t('commands.find')}
              className="h-11 w-full border-b bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-muted">
                {common('nothingCalledThat')}
              </Command.Empty>
              <FoundImages text={text} onOpen={(id) => run(() => router.push(`/images/${id}`))()} />
              <Group heading={t('commands.goTo')}>
                <Item icon={HardDrive} onSelect={run(() => router.push('/images'))}>
                  {t('commands.images')}
                </Item>
              </Group>
              {projects.length > 1 && (
                <Group heading={t('commands.switchProject')}>
                  {projects
                    .filter(({ id }) => id !== project?.id)
                    .map(({ id, name }) => (
                      <Item
                        key={id}
                        icon={ArrowLeftRight}
                        value={`project ${name} ${id}`}
                        onSelect={run(() => switchTo(id))}
                      >
                        {name}
                      </Item>
                    ))}
                </Group>
              )}
              <Group heading={t('commands.do')}>
                {door !== null && (
                  <Item icon={Upload} onSelect={run(() => door.choose(door.prepare, true))}>
                    {t('commands.upload')}
                  </Item>
                )}
                {THEME_COMMANDS.map(({ theme, icon }) => (
                  <Item key={theme} icon={icon} onSelect={run(() => chooseTheme(theme))}>
                    {t(`commands.${theme}`)}
                  </Item>
                ))}
                <Item icon={Keyboard} onSelect={run(onHelp)}>
                  {t('keyboardShortcuts')}
                </Item>
                <Item icon={LogOut} onSelect={run(signOut)}>
                  {t('signOut')}
                </Item>
              </Group>
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function FoundImages({
  text,
  onOpen,
}: {
  readonly text: string
  readonly onOpen: (imageId: string) => void
}) {
  const t = useTranslations('shell')
  const { data } = useQuery(imageSearchOptions(useDeferredValue(text)))
  if (text.trim() === '' || data === undefined || data.length === 0) return null
  return (
    <Group heading={t('commands.images')}>
      {data.map((image) => (
        // The service has searched already: every hit must pass the menu's own filter.
        <Item key={image.id} icon={Disc3} value={`${text} ${image.id}`} onSelect={() => onOpen(image.id)}>
          {imageTitle(image)}
        </Item>
      ))}
    </Group>
  )
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&>[cmdk-group-heading]]:px-2.5 [&>[cmdk-group-heading]]:pt-2 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:text-xs [&>[cmdk-group-heading]]:font-medium [&>[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  )
}

interface ItemProps {
  readonly icon: LucideIcon
  readonly onSelect: () => void
  readonly children: ReactNode
  /** What the typed text is compared with, where the label alone is not unique. */
  readonly value?: string
}

function Item({ icon: Icon, onSelect, children, value }: ItemProps) {
  return (
    <Command.Item
      {...(value !== undefined && { value })}
      onSelect={onSelect}
      className={cx(
        'flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover pointer-coarse:h-11',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      <bdi className="min-w-0 flex-1 truncate">{children}</bdi>
    </Command.Item>
  )
}
