import { byteText } from '../../byte-text.ts'

/** "1.2 of 4 GiB": the unit once where both share it. */
export function bytesOfTotal(bytes: number, total: number): string {
  const whole = byteText(total)
  const part = byteText(bytes)
  const unit = whole.split(' ')[1]
  return part.endsWith(` ${unit}`) ? `${part.split(' ')[0]} of ${whole}` : `${part} of ${whole}`
}

/** Time left as a person would say it: coarser the longer it is, so that it does not flicker. */
export function timeLeftInWords(seconds: number): string {
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 55) return `${Math.ceil(seconds / 5) * 5} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes <= 1 ? 'a minute left' : `${minutes} min left`
  const hours = Math.floor(minutes / 60)
  const rest = Math.floor((minutes % 60) / 10) * 10
  if (hours < 24) return rest === 0 ? `${hours} h left` : `${hours} h ${rest} min left`
  const days = Math.round(hours / 24)
  return days === 1 ? 'a day left' : days > 30 ? 'more than a month left' : `${days} days left`
}
