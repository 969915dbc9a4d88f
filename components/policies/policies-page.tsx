'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type RuleGroup, type RuleWire, ruleGroup, ruleMeaning, rulesOptions } from '#lib/client/policies.ts'
import type { Translate } from '#lib/client/words.ts'
import { ProtectionTable } from './protection-table.tsx'
import { RuleTable } from './rule-table.tsx'

/** Who may do what on this site, as the rules hold now. They are changed in files, by whoever runs the site. */
export function PoliciesPage() {
  const t = useTranslations('policies')
  return (
    <AdminPage title={t('title')}>
      <Rules />
    </AdminPage>
  )
}

function Rules() {
  const t = useTranslations('policies')
  const { data, error, isError, refetch } = useQuery(rulesOptions())
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim().toLowerCase())
  if (data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {isError ? (
          <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-80 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  const shown = data.rules.filter((rule) => matches(rule, wanted, t))
  return (
    <div className="grid grid-cols-1 gap-6 px-4 pb-10 sm:px-6">
      <Notice tone="info" className="break-words">
        {sourceText(data.policy_file, data.rules, t)}
      </Notice>
      <Input
        type="search"
        aria-label={t('find')}
        placeholder={t('placeholder')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="max-w-80"
      />
      {shown.length === 0 && <p className="text-muted">{t('none')}</p>}
      {[...groups(shown)].map(([group, rules]) => (
        <RuleTable key={group} title={t(`group.${group}`)} rules={rules} />
      ))}
      <ProtectionTable file={data.protection_file} protections={data.protections} />
    </div>
  )
}

function matches({ name, rule }: RuleWire, wanted: string, t: Translate<'policies'>): boolean {
  return [name, ruleMeaning(name, t), rule].some((each) => each.toLowerCase().includes(wanted))
}

const ORDER: readonly RuleGroup[] = ['images', 'sharing', 'data', 'site', 'metadefs']

function groups(rules: readonly RuleWire[]): ReadonlyMap<RuleGroup, readonly RuleWire[]> {
  const found = Map.groupBy(rules, ({ name }) => ruleGroup(name))
  return new Map(
    ORDER.flatMap((group) => [[group, found.get(group) ?? []] as const]).filter(([, of]) => of.length > 0),
  )
}

function sourceText(file: string | null, rules: readonly RuleWire[], t: Translate<'policies'>): string {
  if (file === null) return t('defaults')
  const changed = rules.filter((rule) => rule.changed).length
  return t('changes', { file, count: changed, n: String(changed) })
}
