'use client'

import { useQuery } from '@tanstack/react-query'
import { BookText, FileUp, Plus, ShieldCheck } from 'lucide-react'
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
  const { data, error, refetch } = useQuery(namespacesOptions())
  const [words, setWords] = useState('')
  const [isImporting, setIsImporting] = useState(false)
  const shown = (data ?? []).filter((tree) => textOf(tree).includes(words.trim().toLowerCase()))
  return (
    <>
      <PageHeader
        title="Metadata definitions"
        actions={
          <>
            <Button icon={FileUp} onClick={() => setIsImporting(true)}>
              Import…
            </Button>
            <ButtonLink variant="primary" icon={Plus} href="/metadefs/new">
              New namespace
            </ButtonLink>
          </>
        }
      />
      <div className="grid gap-3 px-4 pb-10 sm:px-6">
        <div className="flex flex-wrap items-center gap-3">
          <Input
            type="search"
            aria-label="Filter namespaces"
            placeholder="Name, title or description"
            value={words}
            className="max-w-80"
            onChange={(event) => setWords(event.target.value)}
          />
          <p role="status" className="text-sm text-muted tabular-nums">
            {data && `${shown.length} of ${data.length} namespaces`}
          </p>
        </div>
        {error && (
          <FaultNotice
            title="The definitions could not be loaded"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {data === undefined && !error && <Skeleton className="h-80 w-full" />}
        {data !== undefined && shown.length === 0 && (
          <EmptyState icon={BookText} title="No namespace is like that">
            A namespace says which properties images can have and what they mean.
          </EmptyState>
        )}
        {shown.length > 0 && <NamespaceTable trees={shown} />}
      </div>
      {isImporting && <ImportDialog onClose={() => setIsImporting(false)} />}
    </>
  )
}

function NamespaceTable({ trees }: { readonly trees: readonly NamespaceTree[] }) {
  return (
    <div className="overflow-x-auto rounded-lg border">
      <Table aria-label="Namespaces" className="[&_tbody_tr:last-child>*]:border-b-0">
        <thead>
          <tr>
            <HeadCell>Namespace</HeadCell>
            <HeadCell className="text-end">Properties</HeadCell>
            <HeadCell className="max-md:hidden">For</HeadCell>
            <HeadCell className="max-sm:hidden">Visibility</HeadCell>
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
                    aria-label="Protected"
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
                <Badge>{tree.visibility === 'public' ? 'Public' : 'Private'}</Badge>
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
