/** The name that was probably meant: few edits away from what was written. */
function closestName(written: string, known: Iterable<string>): string | undefined {
  const most = written.length < 4 ? 1 : Math.max(2, Math.floor(written.length / 4))
  let best: { readonly name: string; readonly edits: number } | undefined
  for (const name of known) {
    if (Math.abs(name.length - written.length) > most) continue
    const edits = editDistance(written.toLowerCase(), name.toLowerCase())
    if (edits <= most && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/** `: did you mean x?`, or nothing. */
export function didYouMean(written: string, known: Iterable<string>): string {
  const name = closestName(written, known)
  return name === undefined ? '' : ` Did you mean ${name}?`
}

/** Levenshtein's distance, one row at a time. */
function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const swap = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[other.length] ?? 0
}
