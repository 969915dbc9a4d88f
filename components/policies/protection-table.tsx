import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import type { RulesWire } from '#lib/contract/rules-wire.ts'

const OPERATIONS = ['create', 'read', 'update', 'delete'] as const

interface ProtectionTableProps {
  readonly file: string | null
  readonly protections: RulesWire['protections']
}

/** Who may do what with which property. */
export function ProtectionTable({ file, protections }: ProtectionTableProps) {
  return (
    <section aria-label="Property protections">
      <h2 className="mb-1 text-sm font-semibold">Property protections</h2>
      {protections === null ? (
        <p className="text-muted">
          None: whoever may change an image may change all its properties. VITRINE_PROPERTY_PROTECTION_FILE
          names a file that protects some.
        </p>
      ) : (
        <>
          <p className="mb-2 text-muted">
            From <span className="font-mono text-xs break-all">{file}</span>. The first line that matches a
            property decides; one that no line matches is nobody’s.
          </p>
          <div className="rounded-lg border">
            <Table
              aria-label="Property protections"
              className="table-fixed [&_tbody_tr:last-child>*]:border-b-0"
            >
              <thead>
                <tr>
                  <HeadCell className="text-start">Properties</HeadCell>
                  {OPERATIONS.map((operation) => (
                    <HeadCell key={operation} className="text-start capitalize">
                      {operation}
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
