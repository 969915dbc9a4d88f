'use client'

import { useQuery } from '@tanstack/react-query'
import { BookText, FileUp, Plus, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { Link } from '#components/ui/link.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import { titleOf } from '#lib/client/metadefs/definitions.ts'
import { namespacesOptions } from '#lib/client/metadefs/namespaces.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { namespaceAddress } from '../namespace-address.ts'
import { ImportDialog } from './import-dialog.tsx'

/** All namespaces of the site. */
export function NamespacesPage() {
  const t = useTranslations('metadefs')
  const { data, error, refetch } = useQuery(namespacesOptions())
  const [words, setWords] = useState('')
  const [isImporting, setIsImporting] = useState(false)
  const shown = (data ?? []).filter((tree) => textOf(tree).includes(words.trim().toLowerCase()))
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <Button icon={FileUp} onClick={() => setIsImporting(true)}>
              {t('list.import')}
            </Button>
            <ButtonLink variant="primary" icon={Plus} href="/metadefs/new">
              {t('newNamespace')}
            </ButtonLink>
          </>
        }
      />
      <div className="grid gap-3 px-4 pb-10 sm:px-6">
        <div className="flex flex-wrap items-center gap-3">
          <Input
            type="search"
            aria-label={t('list.filter')}
            placeholder={t('list.placeholder')}
            value={words}
            className="max-w-80"
            onChange={(event) => setWords(event.target.value)}
          />
          <p role="status" className="text-sm text-muted tabular-nums">
            {data && t('list.count', { shown: String(shown.length), n: String(data.length) })}
          </p>
        </div>
        {error && <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />}
        {data === undefined && !error && <Skeleton className="h-80 w-full" />}
        {data !== undefined && shown.length === 0 && (
          <EmptyState icon={BookText} title={t('list.nothing')}>
            {t('list.about')}
          </EmptyState>
        )}
        {shown.length > 0 && <NamespaceTable trees={shown} />}
      </div>
      {isImporting && <ImportDialog onClose={() => setIsImporting(false)} />}
    </>
  )
}

function NamespaceTable({ trees }: { readonly trees: readonly NamespaceTree[] }) {
  const t = useTranslations('metadefs.list')
  const common = useTranslations('common')
  return (
    <div className="overflow-x-auto rounded-lg border">
      <Table aria-label={t('label')} className="[&_tbody_tr:last-child>*]:border-b-0">
        <thead>
          <tr>
            <HeadCell>{t('namespace')}</HeadCell>
            <HeadCell className="text-end">{t('properties')}</HeadCell>
            <HeadCell className="max-md:hidden">{t('for')}</HeadCell>
            <HeadCell className="max-sm:hidden">{t('visibility')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {trees.map((tree) => (
            <tr key={tree.name} className="hover:bg-hover">
              <Cell className="py-2">
                <Link
                  href={namespaceAddress(tree.name)}
                  className="inline-flex min-h-6 items-center font-medium hover:underline"
                >
                  <bdi>{titleOf(tree)}</bdi>
                </Link>
                {tree.isProtected && (
                  <ShieldCheck
                    role="img"
                    aria-label={common('protected')}
                    className="ms-1.5 inline size-3.5 text-muted"
                  />
                )}
                <code className="block font-mono text-2xs break-all text-muted">{tree.name}</code>
              </Cell>
              <Cell className="text-end tabular-nums">{propertyCount(tree)}</Cell>
              <Cell className="py-2 text-muted max-md:hidden">
                {tree.associations
                  .map(({ name, prefix }) => name.replace(/^OS::/, '') + (prefix ? ` (${prefix})` : ''))
                  .join(', ')}
              </Cell>
              <Cell className="max-sm:hidden">
                <Badge>{common(`visibility.${tree.visibility}`)}</Badge>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function propertyCount({ properties, objects }: NamespaceTree): number {
  const inObjects = objects.reduce((sum, object) => sum + Object.keys(object.properties).length, 0)
  return Object.keys(properties).length + inObjects
}

function textOf({ name, displayName, description }: NamespaceTree): string {
  return `${name} ${displayName ?? ''} ${description ?? ''}`.toLowerCase()
}
