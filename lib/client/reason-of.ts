import type { Verdict } from '../domain/verdict.ts'
import { serviceText } from './service-text/service-text.ts'

/** Why something may not be done, for the control that is off, in the page's language; undefined: it may. */
export function reasonOf(verdict: Verdict): string | undefined {
  return verdict.allowed ? undefined : serviceText(verdict.reason).text
}
