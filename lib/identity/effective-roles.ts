interface Implication {
  readonly prior_role_id: string
  readonly implied_role_id: string
}

/** The roles given and all that they imply, directly or over others. Circles do no harm. */
export function withImpliedRoles(
  given: Iterable<string>,
  implications: readonly Implication[],
): ReadonlySet<string> {
  const all = new Set(given)
  // A set may grow while it is walked: what is added is visited too.
  for (const roleId of all) {
    for (const implication of implications) {
      if (implication.prior_role_id === roleId) all.add(implication.implied_role_id)
    }
  }
  return all
}
