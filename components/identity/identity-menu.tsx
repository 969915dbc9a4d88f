'use client'

import { Ban, CircleCheck, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu-items.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import {
  type IdentityKind,
  type IdentityProject,
  type IdentityUser,
  useSaveIdentity,
} from '#lib/client/identity.ts'

interface IdentityMenuProps {
  readonly kind: IdentityKind
  readonly thing: IdentityUser | IdentityProject
  /** Why it can be neither disabled nor deleted: whoever does it would shut itself out. */
  readonly lockReason: string | undefined
  readonly onEdit: () => void
  readonly onDelete: () => void
  /** What only these have. */
  readonly children: ReactNode
}

/** What can be done with a user or a project. */
export function IdentityMenu({ kind, thing, lockReason, onEdit, onDelete, children }: IdentityMenuProps) {
  const { mutate } = useSaveIdentity()
  const t = useTranslations('identity')
  const facts = { name: thing.name, isEnabled: String(!thing.enabled) }
  const switchIt = (): void =>
    mutate(
      { kind, id: thing.id, attributes: { enabled: !thing.enabled } },
      {
        onSuccess: () => showToast({ tone: 'ok', title: t('switched', facts) }),
        onError: (error) =>
          showToast({
            tone: 'danger',
            title: t('notSwitched', facts),
            description: faultMessage(error),
          }),
      },
    )
  return (
    <Menu
      align="end"
      className="w-56"
      trigger={
        <IconButton label={t('actionsFor', { name: thing.name })} icon={Ellipsis} hasTooltip={false} />
      }
    >
      <MenuItem icon={Pencil} onSelect={onEdit}>
        {t('editMore')}
      </MenuItem>
      {children}
      <MenuSeparator />
      <MenuItem
        icon={thing.enabled ? Ban : CircleCheck}
        disabledReason={thing.enabled ? lockReason : undefined}
        onSelect={switchIt}
      >
        {t(thing.enabled ? 'disable' : 'enable')}
      </MenuItem>
      <MenuItem icon={Trash2} tone="danger" disabledReason={lockReason} onSelect={onDelete}>
        {t('deleteMore')}
      </MenuItem>
    </Menu>
  )
}
