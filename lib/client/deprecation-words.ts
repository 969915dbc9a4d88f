import { deprecationOf, FAMILY_PROPERTIES } from '../contract/family-properties.ts'
import { isUuid } from '../contract/text.ts'
import type { ImageView } from './image-view.ts'
import { absoluteTime } from './time-text.ts'

export interface DeprecationWords {
  readonly tone: 'info' | 'warn'
  readonly title: string
  readonly meaning: string
}

type Said = Pick<ImageView, 'id' | 'properties'>

/** What the image says about its deprecation, to whoever wants to use it; null: nothing. */
export function deprecationWords({ properties }: Said, nowMs: number): DeprecationWords | null {
  const deprecation = deprecationOf(properties, nowMs)
  switch (deprecation.state) {
    case 'none':
      return null
    case 'deprecated':
      return {
        tone: 'warn',
        title: 'This image is deprecated',
        meaning: `Since ${absoluteTime(deprecation.fromMs)}. It still works, but nothing new should be made of it.`,
      }
    case 'planned':
      return {
        tone: 'info',
        title: 'This image will be deprecated',
        meaning: `From ${absoluteTime(deprecation.fromMs)} on nothing new should be made of it.`,
      }
    case 'not_understood':
      return {
        tone: 'info',
        title: 'The date of deprecation is not understood',
        meaning: `“${deprecation.text}” is no date such as 2027-01-31, so the image does not count as deprecated.`,
      }
  }
}

/** The image that is to be used in its place; null: the image names none that could be one. */
export function replacementOf({ id, properties }: Said): string | null {
  const named = (properties[FAMILY_PROPERTIES.replacedBy] ?? '').trim().toLowerCase()
  return isUuid(named) && named !== id ? named : null
}
