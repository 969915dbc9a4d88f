import { useTranslations } from 'next-intl'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { FamilyVersionWire } from '#lib/client/families.ts'
import { deprecationText } from '#lib/client/family-words.ts'

const TONES: Readonly<Record<FamilyVersionWire['deprecation'], Tone>> = {
  none: 'neutral',
  planned: 'neutral',
  deprecated: 'warn',
  not_understood: 'danger',
}

type Deprecated = Pick<FamilyVersionWire, 'deprecation' | 'deprecated_at'>

export function DeprecationBadge({ version }: { readonly version: Deprecated }) {
  const t = useTranslations('common.family')
  const text = deprecationText(version, t)
  return text === null ? null : <Badge tone={TONES[version.deprecation]}>{text}</Badge>
}
