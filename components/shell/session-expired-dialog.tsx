'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { SignInForm } from '#components/sign-in/sign-in-form.tsx'
import { cx } from '#components/ui/cx.ts'
import { DIALOG_LOOK, SCRIM_LOOK } from '#components/ui/dialog.tsx'
import { switchProject } from '#lib/client/session.ts'
import { reopenGate } from '#lib/client/session-gate.ts'
import { useSession } from './session-provider.tsx'

/** Signs in again in place: the page, what was typed, and waiting uploads stay as they are. */
export function SessionExpiredDialog() {
  const t = useTranslations('signIn.expired')
  const { user, project } = useSession()
  const client = useQueryClient()

  async function goOn(signedInName: string): Promise<void> {
    // Somebody else's page must not be gone on with.
    if (signedInName !== user.name) return location.reload()
    if (project !== null) await switchProject(project.id)
    reopenGate()
    await client.invalidateQueries()
  }

  return (
    <Base.Root open>
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup className={cx(DIALOG_LOOK, 'sm:max-w-sm')}>
          <div className="overflow-y-auto p-5">
            <Base.Title className="text-base font-semibold">{t('title')}</Base.Title>
            <Base.Description className="mt-1 mb-4 text-sm text-muted">{t('text')}</Base.Description>
            <SignInForm userName={user.name} onSignedIn={goOn} />
            <p className="mt-4 text-xs text-muted">
              {t.rich('notYou', {
                name: user.name,
                leave: (text) => (
                  <a href="/login" className="text-accent underline underline-offset-2">
                    {text}
                  </a>
                ),
              })}
            </p>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
