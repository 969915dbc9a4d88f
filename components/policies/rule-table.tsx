import { Check, Minus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from '#components/ui/badge.tsx'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import { type RuleWire, ruleMeaning } from '#lib/client/policies.ts'
import { PERSONAS_ASKED } from '#lib/domain/rules-in-force.ts'

interface RuleTableProps {
  readonly title: string
  readonly rules: readonly RuleWire[]
}

/** Rules of one kind: what they decide, whom they allow it, and their text. */
export function RuleTable({ title, rules }: RuleTableProps) {
  const t = useTranslations('policies')
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-semibold">{title}</h2>
      <div className="rounded-lg border">
        <Table aria-label={title} className="table-fixed [&_tbody_tr:last-child>*]:border-b-0">
          <thead>
            <tr>
              <HeadCell className="text-start">{t('may')}</HeadCell>
              {PERSONAS_ASKED.map((persona) => (
                <HeadCell
                  key={persona}
                  className="w-12.5 px-0 text-center max-sm:text-2xs sm:w-18"
                  title={t(`persona.${persona}.meaning`)}
                >
                  {t(`persona.${persona}.label`)}
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
  const t = useTranslations('policies')
  return (
    <tr>
      <Cell className="py-2">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {ruleMeaning(rule.name, t)}
          {rule.changed && <Badge tone="accent">{t('fromFile')}</Badge>}
        </p>
        <div className="max-sm:hidden">
          <RuleText rule={rule} />
        </div>
        <details className="text-xs text-muted sm:hidden">
          <summary>{t('rule')}</summary>
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
  const t = useTranslations('policies')
  return (
    <>
      <p className="font-mono text-xs break-words text-muted">
        {rule.name}: {rule.rule === '' ? t('everybody') : rule.rule}
      </p>
      {rule.changed && (
        <p className="font-mono text-xs break-words text-muted">
          <span className="font-sans">{t('usually')}</span>{' '}
          {rule.default === '' ? t('everybody') : rule.default}
        </p>
      )}
    </>
  )
}

function Answer({ isYes }: { readonly isYes: boolean }) {
  const t = useTranslations('policies')
  const Icon = isYes ? Check : Minus
  return (
    <Icon
      role="img"
      aria-label={t(isYes ? 'yes' : 'no')}
      className={isYes ? 'mx-auto size-4 text-ok' : 'mx-auto size-4 text-muted'}
    />
  )
}
