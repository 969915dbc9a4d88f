import type { ApiDeps } from '../api/api-env.ts'
import type { Policy } from '../domain/policy.ts'
import type { ImageRepository } from '../domain/repository.ts'
import { type ImportParts, type OpenImport, openImport } from './open-import.ts'
import { openUpkeep, type UpkeepParts } from './open-upkeep.ts'

export interface OpenBackground extends Pick<OpenImport, 'imports' | 'jobs' | 'close'> {
  /** What the API needs. */
  forApi(
    images: ImageRepository,
    policy: Policy,
  ): ReturnType<OpenImport['forApi']> & Pick<ApiDeps, 'storeDesk'>
}

/** Imports, and the care for stores: all that is done by tasks. */
export function openBackground(parts: Omit<ImportParts, 'handlers'> & UpkeepParts): OpenBackground {
  const upkeep = openUpkeep(parts)
  const imports = openImport({ ...parts, handlers: upkeep.handlers })
  return {
    imports: imports.imports,
    jobs: [...imports.jobs, ...upkeep.jobs],
    forApi(images, policy) {
      const storeDesk = upkeep.desk(imports.runner)
      return { ...imports.forApi(images, policy, storeDesk), storeDesk }
    },
    async close() {
      await upkeep.close()
      await imports.close()
    },
  }
}
