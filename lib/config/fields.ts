import { z } from 'zod'

/** `true`, `1`, `yes` or their opposites. */
export const bool = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((text) => text === 'true' || text === '1' || text === 'yes')
/** A whole number; -1 means no limit. */
export const count = (fallback: number) => z.coerce.number().int().min(-1).default(fallback)
export const bytes = (fallback: number) => z.coerce.number().int().positive().default(fallback)
export const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback)
/** Words between commas. */
export const words = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )

/** A secret that prints as `***`; `reveal()` is the only way to its text. */
export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

export function secret(text: string): Secret {
  return { reveal: () => text, toString: () => '***', toJSON: () => '***' }
}
