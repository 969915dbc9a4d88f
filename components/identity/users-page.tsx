'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus, ShieldUser } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { MenuItem } from '#components/ui/menu-items.tsx'
import { type IdentityUser, usersOptions } from '#lib/client/identity.ts'
import { IdentityList } from './identity-list.tsx'
import { IdentityMenu } from './identity-menu.tsx'

const IdentityDialog = lazyPart(() => import('./identity-dialog.tsx').then((file) => file.IdentityDialog))
const PasswordDialog = lazyPart(() => import('./password-dialog.tsx').then((file) => file.PasswordDialog))
const RolesDialog = lazyPart(() => import('./roles-dialog.tsx').then((file) => file.RolesDialog))
const DeleteDialog = lazyPart(() =>
  import('./delete-identity-dialog.tsx').then((file) => file.DeleteIdentityDialog),
)

type OpenDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'password' | 'roles' | 'delete'; readonly user: IdentityUser }

/** Who can sign in here, where the identity is the built-in one. */
export function UsersPage() {
  const t = useTranslations('identity')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const close = (): void => setDialog(null)
  return (
    <AdminPage
      title={t('users')}
      actions={
        <Button variant="primary" icon={Plus} onClick={() => setDialog({ kind: 'create' })}>
          {t('createUser')}
        </Button>
      }
    >
      <UserList open={setDialog} />
      {dialog?.kind === 'create' && <IdentityDialog kind="users" thing={null} onClose={close} />}
      {dialog?.kind === 'edit' && <IdentityDialog kind="users" thing={dialog.user} onClose={close} />}
      {dialog?.kind === 'password' && <PasswordDialog user={dialog.user} onClose={close} />}
      {dialog?.kind === 'roles' && (
        <RolesDialog place={{ kind: 'user', id: dialog.user.id }} name={dialog.user.name} onClose={close} />
      )}
      {dialog?.kind === 'delete' && <DeleteDialog kind="users" thing={dialog.user} onClose={close} />}
    </AdminPage>
  )
}

function UserList({ open }: { readonly open: (dialog: OpenDialog) => void }) {
  const t = useTranslations('identity')
  const { user: self } = useSession()
  const list = useInfiniteQuery(usersOptions())
  return (
    <IdentityList
      kind="users"
      things={list.data?.pages.flatMap(({ users }) => users)}
      error={list.error}
      onRetry={() => void list.refetch()}
      list={list}
      actions={(user) => (
        <IdentityMenu
          kind="users"
          thing={user}
          lockReason={user.id === self.id ? t('signedInAs') : undefined}
          onEdit={() => open({ kind: 'edit', user })}
          onDelete={() => open({ kind: 'delete', user })}
        >
          <MenuItem icon={ShieldUser} onSelect={() => open({ kind: 'roles', user })}>
            {t('rolesMore')}
          </MenuItem>
          <MenuItem icon={KeyRound} onSelect={() => open({ kind: 'password', user })}>
            {t('resetMore')}
          </MenuItem>
        </IdentityMenu>
      )}
    />
  )
}
