'use client'

import { useTranslations } from 'next-intl'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { signOut } from '#lib/client/session.ts'

/** Ends the session and loads the sign-in page afresh, so that nothing of this person stays in the tab. */
export function useSignOut(): () => void {
  const t = useTranslations('shell')
  async function end(): Promise<void> {
    try {
      await signOut()
      location.assign('/login')
    } catch (error) {
      showToast({ tone: 'danger', title: t('stillSignedIn'), description: faultMessage(error) })
    }
  }
  return () => void end()
}
