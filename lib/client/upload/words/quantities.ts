import { byteText } from '../../byte-text.ts'
import type { Translate } from '../../words.ts'

/** "1.2" of "4 GiB": the unit once where both share it. What stands between the two is a matter of words. */
export function partOfTotal(bytes: number, total: number): { readonly part: string; readonly total: string } {
  const whole = byteText(total)
  const part = byteText(bytes)
  const unit = whole.split(' ')[1]
  return { part: part.endsWith(` ${unit}`) ? (part.split(' ')[0] ?? '') : part, total: whole }
}

/** Time left as a person would say it: coarser the longer it is, so that it does not flicker. */
export function timeLeftText(seconds: number, t: Translate<'upload'>): string {
  if (seconds < 5) return t('left.moment')
  if (seconds < 55) return t('left.seconds', { seconds: Math.ceil(seconds / 5) * 5 })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes <= 1 ? t('left.minute') : t('left.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  const rest = Math.floor((minutes % 60) / 10) * 10
  if (hours < 24)
    return rest === 0 ? t('left.hours', { hours }) : t('left.hoursAndMinutes', { hours, minutes: rest })
  const days = Math.round(hours / 24)
  return days === 1 ? t('left.day') : days > 30 ? t('left.month') : t('left.days', { days })
}
