import { isDomainError } from '#lib/domain/errors.ts'
import { loadDecision } from '#lib/domain/metadefs/load-modes.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { Log } from '#lib/log.ts'
import { readFolder } from './read-folder.ts'

interface FirstLoad {
  readonly records: MetadefRecords
  readonly folder: string
  readonly nowMs: number
  readonly log: Log
}

/**
 * Fills a service that has no definitions yet. A file that is wrong is told in the log and does not keep the service
 * from starting; a folder that cannot be read does.
 */
export async function loadFirstMetadefs({ records, folder, nowMs, log }: FirstLoad): Promise<void> {
  if (!(await records.isEmpty())) return
  const { trees, problems } = await readFolder(folder, nowMs)
  for (const problem of problems) log.error({ folder, problem }, 'A file of metadata definitions is wrong.')
  try {
    const { written } = await records.load(trees, loadDecision('skip'))
    log.info({ folder, namespaces: written }, 'Metadata definitions were loaded.')
  } catch (error) {
    // Another node that started at the same moment was faster.
    if (!isDomainError(error, 'conflict')) throw error
  }
}
