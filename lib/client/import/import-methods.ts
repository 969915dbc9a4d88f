import { queryOptions } from '@tanstack/react-query'
import { requestJson } from '../http.ts'

interface ImportInfoWire {
  readonly 'import-methods': { readonly value: readonly string[] }
}

/** The ways to import that this site has enabled. */
export function importMethodsOptions() {
  return queryOptions({
    queryKey: ['import-methods'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<readonly string[]> =>
      (await requestJson<ImportInfoWire>('/v2/info/import', { signal }))['import-methods'].value,
  })
}
