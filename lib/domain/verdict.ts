/** An answer to "may this be done?": yes, or no with a reason that can be shown to a person. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string }

export const ALLOWED: Verdict = { allowed: true }

export function refused(reason: string): Verdict {
  return { allowed: false, reason }
}

/** `ALLOWED` if the condition holds. */
export function allowedIf(condition: boolean, reason: string): Verdict {
  return condition ? ALLOWED : refused(reason)
}

/** The first refusal decides: put the one that helps the asker most in front. */
export function allOf(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => !verdict.allowed) ?? ALLOWED
}
