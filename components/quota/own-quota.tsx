'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ownQuotaOptions } from '#lib/client/quota.ts'
import { QUOTA_RESOURCES } from '#lib/domain/limits.ts'
import { QuotaBar } from './quota-bar.tsx'

/** What the project has of what it may have; nothing where there are no limits. */
export function OwnQuota() {
  const t = useTranslations('quota')
  const { data } = useQuery(ownQuotaOptions())
  const quota = data?.quota ?? null
  if (quota === null) return null
  const limited = QUOTA_RESOURCES.filter((resource) => quota[resource].limit !== null)
  if (limited.length === 0) return null
  return (
    <section aria-label={t('label')} className="grid gap-2 rounded-md px-2.5 py-1">
      {limited.map((resource) => (
        <QuotaBar key={resource} resource={resource} amount={quota[resource]} />
      ))}
    </section>
  )
}
