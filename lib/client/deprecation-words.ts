import { deprecationOf, FAMILY_PROPERTIES } from '../contract/family-properties.ts'
import { isUuid } from '../contract/text.ts'
import type { ImageView } from './image-view.ts'
import { absoluteTime } from './time-text.ts'
import type { Translate } from './words.ts'

export interface DeprecationWords {
  readonly tone: 'info' | 'warn'
  readonly title: string
  readonly meaning: string
}

type Said = Pick<ImageView, 'id' | 'properties'>

/** What the image says about its deprecation, to whoever wants to use it; null: nothing. */
export function deprecationWords(
  { properties }: Said,
  nowMs: number,
  t: Translate<'image.deprecated'>,
): DeprecationWords | null {
  const deprecation = deprecationOf(properties, nowMs)
  switch (deprecation.state) {
    case 'none':
      return null
    case 'deprecated':
      return {
        tone: 'warn',
        title: t('title'),
        meaning: t('text', { time: absoluteTime(deprecation.fromMs) }),
      }
    case 'planned':
      return {
        tone: 'info',
        title: t('plannedTitle'),
        meaning: t('plannedText', { time: absoluteTime(deprecation.fromMs) }),
      }
    case 'not_understood':
      return {
        tone: 'info',
        title: t('unclearTitle'),
        meaning: t('unclearText', { text: deprecation.text }),
      }
  }
}

/** The image that is to be used in its place; null: the image names none that could be one. */
export function replacementOf({ id, properties }: Said): string | null {
  const named = (properties[FAMILY_PROPERTIES.replacedBy] ?? '').trim().toLowerCase()
  return isUuid(named) && named !== id ? named : null
}
