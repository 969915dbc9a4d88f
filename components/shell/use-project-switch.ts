'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'

/** Opens another project: everything fetched for the old one is forgotten. */
export function useProjectSwitch(): {
  readonly isSwitching: boolean
  readonly switchTo: (projectId: string) => void
} {
  const t = useTranslations('shell')
  const [isSwitching, setIsSwitching] = useState(false)
  const client = useQueryClient()
  const router = useRouter()

  async function change(projectId: string): Promise<void> {
    setIsSwitching(true)
    try {
      const { switchProject } = await import('#lib/client/session.ts')
      await switchProject(projectId)
      router.push('/images')
      router.refresh()
      await client.resetQueries()
    } catch (error) {
      showToast({ tone: 'danger', title: t('notSwitched'), description: faultMessage(error) })
    } finally {
      setIsSwitching(false)
    }
  }
  return { isSwitching, switchTo: (projectId) => void change(projectId) }
}
