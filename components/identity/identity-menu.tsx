'use client'

import { Ban, CircleCheck, Ellipsis, Pencil, Trash2 } from 'lucide-react'
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
  const word = thing.enabled ? 'disabled' : 'enabled'
  const switchIt = (): void =>
    mutate(
      { kind, id: thing.id, attributes: { enabled: !thing.enabled } },
      {
        onSuccess: () => showToast({ tone: 'ok', title: `“${thing.name}” is ${word}` }),
        onError: (error) =>
          showToast({
            tone: 'danger',
            title: `“${thing.name}” was not ${word}`,
            description: faultMessage(error),
          }),
      },
    )
  return (
    <Menu
      align="end"
      className="w-56"
      trigger={<IconButton label={`Actions for ${thing.name}`} icon={Ellipsis} hasTooltip={false} />}
    >
      <MenuItem icon={Pencil} onSelect={onEdit}>
        Edit…
      </MenuItem>
      {children}
      <MenuSeparator />
      <MenuItem
        icon={thing.enabled ? Ban : CircleCheck}
        disabledReason={thing.enabled ? lockReason : undefined}
        onSelect={switchIt}
      >
        {thing.enabled ? 'Disable' : 'Enable'}
      </MenuItem>
      <MenuItem icon={Trash2} tone="danger" disabledReason={lockReason} onSelect={onDelete}>
        Delete…
      </MenuItem>
    </Menu>
  )
}
