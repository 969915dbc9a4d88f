const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** 1,536 → "1.5 KiB": three digits that matter. */
export function bytesInWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2
  const text = value.toFixed(digits)
  return `${digits === 0 ? text : text.replace(/\.?0+$/, '')} ${UNITS[power]}`
}

/** "1.2 of 4 GiB": the unit once where both share it. */
export function bytesOfTotal(bytes: number, total: number): string {
  const whole = bytesInWords(total)
  const part = bytesInWords(bytes)
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
