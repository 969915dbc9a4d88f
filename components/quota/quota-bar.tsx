import { useTranslations } from 'next-intl'
import { Progress } from '#components/ui/progress.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { fillPercent, type QuotaAmountWire } from '#lib/client/quota.ts'
import { isSizeResource, type QuotaResource } from '#lib/domain/limits.ts'

const NEARLY_FULL = 80

interface QuotaBarProps {
  readonly resource: QuotaResource
  readonly amount: QuotaAmountWire
}

/** How much of a limit is taken; what work under way has reserved counts. */
export function QuotaBar({ resource, amount }: QuotaBarProps) {
  const t = useTranslations('quota')
  const percent = fillPercent(amount)
  const taken = amount.used + amount.reserved
  return (
    <div className="min-w-0">
      <p className="flex items-baseline justify-between gap-2 text-xs">
        <span className="text-muted">{t(`resource.${resource}`)}</span>
        <span className="tabular-nums">
          {amountText(resource, taken)}
          {amount.limit !== null && (
            <span className="text-muted">{t('of', { limit: amountText(resource, amount.limit) })}</span>
          )}
        </span>
      </p>
      {percent !== null && (
        <Progress
          label={t('used', { resource: t(`resource.${resource}`) })}
          percent={percent}
          tone={toneOf(percent)}
          className="mt-1"
        />
      )}
    </div>
  )
}

function amountText(resource: QuotaResource, amount: number): string {
  return isSizeResource(resource) ? byteText(amount) : String(amount)
}

function toneOf(percent: number): 'accent' | 'warn' | 'danger' {
  if (percent >= 100) return 'danger'
  return percent >= NEARLY_FULL ? 'warn' : 'accent'
}
