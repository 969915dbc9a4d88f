/** A validated token: who it speaks for. Times in milliseconds since the epoch. */
export interface TokenInfo {
  readonly userId: string
  readonly userName: string
  readonly userDomainId: string
  readonly projectId: string | null
  readonly projectName: string | null
  readonly projectDomainId: string | null
  readonly domainId: string | null
  /** With implied roles. */
  readonly roles: readonly string[]
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

export interface IssuedToken {
  /** The secret itself: shown once, never logged, never stored in the clear. */
  readonly token: string
  readonly info: TokenInfo
}

export interface ProjectRef {
  readonly id: string
  readonly name: string
  readonly domainId: string
}

export interface PasswordSignIn {
  readonly userName: string
  /** The domain's name or id; absent: Default. */
  readonly domain?: string
  readonly password: string
  /** The caller's address if it is known, to slow down guessing. */
  readonly source?: string
}

/** What the rest of the program needs of identity: the embedded one, or a Keystone. */
export interface IdentityPort {
  /** @throws `unauthenticated` unknown, expired, revoked; `unavailable` */
  validateToken(token: string): Promise<TokenInfo>
  /** A token scoped to the user's default project, or the first it has a role on, else unscoped. @throws `unauthenticated`, `too_many_attempts` */
  signIn(credentials: PasswordSignIn): Promise<IssuedToken>
  /** @throws `unauthenticated`, `forbidden` no role there */
  rescope(token: string, projectId: string): Promise<IssuedToken>
  /** The projects in which the token's user has a role, by name. */
  listProjects(token: string): Promise<readonly ProjectRef[]>
  /**
   * Prolongs a token of `signIn` while its session is used: when little of its life is left, up to an absolute end.
   * Answers what the token stands for now. @throws `unauthenticated`; `unavailable`
   */
  renew(token: string): Promise<TokenInfo>
  /** Ends the token, and with a token of `signIn` its whole session. Ending one that is over already is fine. */
  revoke(token: string): Promise<void>
}
