import type { FamilyVersionWire } from '../contract/family-wire.ts'
import type { Translate } from './words.ts'

type Deprecated = Pick<FamilyVersionWire, 'deprecation' | 'deprecated_at'>

/** What a badge says; null: nothing. The date is the one that was written. */
export function deprecationText(
  { deprecation, deprecated_at: written }: Deprecated,
  t: Translate<'common.family'>,
): string | null {
  const at = written ?? ''
  switch (deprecation) {
    case 'none':
      return null
    case 'deprecated':
      return t('deprecated', { at })
    case 'planned':
      return t('planned', { at })
    case 'not_understood':
      return t('unclear', { at })
  }
}

/** `1 version`, `3 versions`. */
export function versionCount(count: number, t: Translate<'common.family'>): string {
  return t('versions', { count, n: String(count) })
}
