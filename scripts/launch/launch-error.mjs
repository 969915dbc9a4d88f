/** A failure that its message explains fully, remedy included; the launcher prints it without a stack. */
export class LaunchError extends Error {
  /** @override */
  name = 'LaunchError'
}
