import { type Language, pageLanguage } from './language.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** 1536 → `1.5 KiB`, in German `1,5 KiB`. Three significant digits at most, binary units. */
export function byteText(bytes: number, language: Language = pageLanguage()): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  const amount = bytes / 1024 ** power
  const digits = power === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2
  // Number() drops trailing zeros: 2.00 GiB reads better as 2 GiB.
  return `${Number(amount.toFixed(digits)).toLocaleString(language, { useGrouping: false })} ${UNITS[power]}`
}

/** 2252800 → `2,252,800 bytes`, in German `2.252.800 Byte`. */
export function exactBytes(bytes: number, language: Language = pageLanguage()): string {
  return bytes.toLocaleString(language, { style: 'unit', unit: 'byte', unitDisplay: 'long' })
}
