'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { type RuleWire, ruleGroup, ruleMeaning, rulesOptions } from '#lib/client/policies.ts'
import { ProtectionTable } from './protection-table.tsx'
import { RuleTable } from './rule-table.tsx'

/** Who may do what on this site, as the rules hold now. They are changed in files, by whoever runs the site. */
export function PoliciesPage() {
  return (
    <AdminPage title="Policies">
      <Rules />
    </AdminPage>
  )
}

function Rules() {
  const { data, error, isError, refetch } = useQuery(rulesOptions())
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim().toLowerCase())
  if (data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        {isError ? (
          <FaultNotice title="The rules could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">Loading the rules…</span>
            <Skeleton className="h-80 rounded-lg" />
          </p>
        )}
      </div>
    )
  }
  const shown = data.rules.filter((rule) => matches(rule, wanted))
  return (
    <div className="grid grid-cols-1 gap-6 px-4 pb-10 sm:px-6">
      <Notice tone="info" className="break-words">
        {sourceText(data.policy_file, data.rules)}
      </Notice>
      <Input
        type="search"
        aria-label="Find rules"
        placeholder="What may be done, or a rule’s name"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="max-w-80"
      />
      {shown.length === 0 && <p className="text-muted">No rule is called or means that.</p>}
      {[...groups(shown)].map(([title, rules]) => (
        <RuleTable key={title} title={title} rules={rules} />
      ))}
      <ProtectionTable file={data.protection_file} protections={data.protections} />
    </div>
  )
}

function matches({ name, rule }: RuleWire, wanted: string): boolean {
  return [name, ruleMeaning(name), rule].some((each) => each.toLowerCase().includes(wanted))
}

const ORDER = ['Images', 'Sharing', 'Data, stores and cache', 'The site', 'Metadata definitions']

function groups(rules: readonly RuleWire[]): ReadonlyMap<string, readonly RuleWire[]> {
  const found = Map.groupBy(rules, ({ name }) => ruleGroup(name))
  return new Map(
    ORDER.flatMap((title) => [[title, found.get(title) ?? []] as const]).filter(([, of]) => of.length > 0),
  )
}

function sourceText(file: string | null, rules: readonly RuleWire[]): string {
  if (file === null)
    return 'The secure defaults of the Image service hold. VITRINE_POLICY_FILE names a file that says otherwise.'
  const changed = rules.filter((rule) => rule.changed).length
  return `${file} changes ${changed === 1 ? 'one rule' : `${changed} rules`}; the defaults hold for the rest. A change of the file counts at once.`
}
