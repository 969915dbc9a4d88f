/**
 * Links to the pages of a list: relative, with the question as it was asked (repeated parameters too).
 * `lastId` is the last item of this page when there may be more.
 */
export function listLinks(
  path: string,
  parameters: URLSearchParams,
  lastId: string | undefined,
): { first: string; next?: string } {
  const rest = new URLSearchParams(parameters)
  rest.delete('marker')
  const first = withQuery(path, rest)
  if (lastId === undefined) return { first }
  rest.append('marker', lastId)
  return { first, next: withQuery(path, rest) }
}

function withQuery(path: string, parameters: URLSearchParams): string {
  const query = parameters.toString()
  return query === '' ? path : `${path}?${query}`
}
