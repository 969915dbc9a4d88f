/** A failure that its message explains fully, remedy included; the launcher prints it without a stack. */
export class LaunchError extends Error {
  /** @override */
  name = 'LaunchError'

  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
