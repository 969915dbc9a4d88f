import { useTranslations } from 'next-intl'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import type { RulesWire } from '#lib/contract/rules-wire.ts'

const OPERATIONS = ['create', 'read', 'update', 'delete'] as const

interface ProtectionTableProps {
  readonly file: string | null
  readonly protections: RulesWire['protections']
}

/** Who may do what with which property. */
export function ProtectionTable({ file, protections }: ProtectionTableProps) {
  const t = useTranslations('policies.protection')
  return (
    <section aria-label={t('title')}>
      <h2 className="mb-1 text-sm font-semibold">{t('title')}</h2>
      {protections === null ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <>
          <p className="mb-2 text-muted">
            {t.rich('from', { file: () => <span className="font-mono text-xs break-all">{file}</span> })}
          </p>
          <div className="rounded-lg border">
            <Table aria-label={t('title')} className="table-fixed [&_tbody_tr:last-child>*]:border-b-0">
              <thead>
                <tr>
                  <HeadCell className="text-start">{t('properties')}</HeadCell>
                  {OPERATIONS.map((operation) => (
                    <HeadCell key={operation} className="text-start capitalize">
                      {t(operation)}
                    </HeadCell>
                  ))}
                </tr>
              </thead>
              <tbody>
                {protections.map(({ pattern, who }) => (
                  <tr key={pattern}>
                    <Cell className="font-mono text-xs break-all">{pattern}</Cell>
                    {OPERATIONS.map((operation) => (
                      <Cell key={operation} className="break-words">
                        {who[operation]}
                      </Cell>
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        </>
      )}
    </section>
  )
}
