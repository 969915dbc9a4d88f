/** What a page may know of its session. The identity token is not among it. */
export interface SessionDetails {
  readonly user: { readonly id: string; readonly name: string; readonly domainId: string }
  /** Where the user works at present; null: in no project. */
  readonly project: { readonly id: string; readonly name: string; readonly domainId: string } | null
  /** Lower case, with implied roles. */
  readonly roles: readonly string[]
  /** End of the session unless it is prolonged; ISO 8601. Asking for the session prolongs it when little is left. */
  readonly expiresAt: string
}

/** What `session.update()` takes: go over to another project. */
export interface SessionChange {
  readonly projectId: string
}
