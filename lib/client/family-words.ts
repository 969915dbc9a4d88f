import type { FamilyVersionWire } from '../contract/family-wire.ts'
import type { KeepReason } from '../domain/families.ts'

/** Why a version stays, after its name. */
export const KEEP_WORDS: Readonly<Record<KeepReason, string>> = {
  latest: 'It is the latest.',
  newest: 'It is among the newest.',
  not_active: 'It is not active: it has no data yet, or it was deactivated.',
  protected: 'It is protected.',
  hidden: 'It is hidden already.',
  refused: 'You may not do this to it.',
  members: 'It is shared with a project that has accepted it.',
  replacement: 'Another image names it as what replaces it.',
  not_asked: 'It was not among those that you were shown.',
  later: 'It is one too many for one go: do it again afterwards.',
}

type Deprecated = Pick<FamilyVersionWire, 'deprecation' | 'deprecated_at'>

/** What a badge says; null: nothing. The date is the one that was written. */
export function deprecationText({ deprecation, deprecated_at: at }: Deprecated): string | null {
  switch (deprecation) {
    case 'none':
      return null
    case 'deprecated':
      return `Deprecated since ${at}`
    case 'planned':
      return `Deprecated from ${at}`
    case 'not_understood':
      return `Deprecation not understood: ${at}`
  }
}

/** `1 version`, `3 versions`. */
export function versionCount(count: number): string {
  return `${count} ${count === 1 ? 'version' : 'versions'}`
}
