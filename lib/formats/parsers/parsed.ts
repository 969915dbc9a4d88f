import type { DetectedFormat, Finding } from '../types.ts'

/** What one parser says about a file that carries its format's mark. */
export interface Parsed {
  readonly format: DetectedFormat
  /** As the header states it, absurd or not; null when unknown. */
  readonly virtualSize: bigint | null
  readonly detail?: string
  readonly findings: readonly Finding[]
  /** True when the format only puts a footer behind arbitrary disk content (a fixed VHD). */
  readonly wrapsContent?: boolean
}
