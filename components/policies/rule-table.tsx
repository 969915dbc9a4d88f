import { Check, Minus } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import { type RuleWire, ruleMeaning } from '#lib/client/policies.ts'
import { PERSONAS_ASKED, type PersonaAsked } from '#lib/domain/rules-in-force.ts'

const PERSONAS: Readonly<Record<PersonaAsked, { readonly label: string; readonly meaning: string }>> = {
  admin: { label: 'Admin', meaning: 'Somebody with the role admin' },
  member: { label: 'Member', meaning: 'A member of the project that owns the image' },
  reader: { label: 'Reader', meaning: 'A reader in the project that owns the image' },
  stranger: { label: 'Others', meaning: 'A member of another project, of a public image' },
}

interface RuleTableProps {
  readonly title: string
  readonly rules: readonly RuleWire[]
}

/** Rules of one kind: what they decide, whom they allow it, and their text. */
export function RuleTable({ title, rules }: RuleTableProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-semibold">{title}</h2>
      <div className="rounded-lg border">
        <Table aria-label={title} className="table-fixed [&_tbody_tr:last-child>*]:border-b-0">
          <thead>
            <tr>
              <HeadCell className="text-start">May</HeadCell>
              {PERSONAS_ASKED.map((persona) => (
                <HeadCell
                  key={persona}
                  className="w-12.5 px-0 text-center max-sm:text-2xs sm:w-18"
                  title={PERSONAS[persona].meaning}
                >
                  {PERSONAS[persona].label}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row key={rule.name} rule={rule} />
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  )
}

function Row({ rule }: { readonly rule: RuleWire }) {
  return (
    <tr>
      <Cell className="py-2">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {ruleMeaning(rule.name)}
          {rule.changed && <Badge tone="accent">From the site’s file</Badge>}
        </p>
        <div className="max-sm:hidden">
          <RuleText rule={rule} />
        </div>
        <details className="text-xs text-muted sm:hidden">
          <summary>Rule</summary>
          <RuleText rule={rule} />
        </details>
      </Cell>
      {PERSONAS_ASKED.map((persona) => (
        <Cell key={persona} className="px-0 text-center">
          <Answer isYes={rule.allows[persona]} />
        </Cell>
      ))}
    </tr>
  )
}

/** As a policy file says it. */
function RuleText({ rule }: { readonly rule: RuleWire }) {
  return (
    <>
      <p className="font-mono text-xs break-words text-muted">
        {rule.name}: {rule.rule === '' ? '(everybody)' : rule.rule}
      </p>
      {rule.changed && (
        <p className="font-mono text-xs break-words text-muted">
          <span className="font-sans">usually</span> {rule.default === '' ? '(everybody)' : rule.default}
        </p>
      )}
    </>
  )
}

function Answer({ isYes }: { readonly isYes: boolean }) {
  const Icon = isYes ? Check : Minus
  return (
    <Icon
      role="img"
      aria-label={isYes ? 'yes' : 'no'}
      className={isYes ? 'mx-auto size-4 text-ok' : 'mx-auto size-4 text-muted'}
    />
  )
}
