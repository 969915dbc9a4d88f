/** One line of the launcher for the person who started it; on stderr, so that a command's output stays its own. */
export function say(text: string): void {
  process.stderr.write(`vitrine: ${text}\n`)
}
