import { parseArgs } from 'node:util'
import type { Config } from '#lib/config.ts'
import { openDatabase } from '#lib/db/database.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import { LOAD_MODES, type LoadMode, loadDecision } from '#lib/domain/metadefs/load-modes.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { readFolder } from '#lib/metadefs/read-folder.ts'
import { writeFolder } from '#lib/metadefs/write-folder.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'
import { openDataFolder, openTables } from '#lib/runtime/open-data.ts'
import { metadefsFolder } from '#lib/runtime/open-metadefs.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `metadefs load [folder] [--mode ${LOAD_MODES.join('|')}]
  Loads the namespaces of a folder, or of one file; without one those that come with the program. For a namespace that
  is there already: skip leaves it alone (this is the usual), merge adds what it lacks, prefer-new also writes over what
  both have, replace makes it what the file says.
metadefs unload [folder]
  Removes the namespaces of a folder, or all; protected ones, too.
metadefs export <folder>
  Writes every namespace into a file of the folder.`

/** @returns what was done, for people. @throws UsageError with what to do instead */
export async function runMetadefs(config: Config, args: readonly string[]): Promise<string> {
  const { verb, folder, mode } = parseMetadefArgs(args)
  return withRecords(config, async (records) => {
    switch (verb) {
      case 'load':
        return load(records, folder ?? metadefsFolder(config), mode)
      case 'unload':
        return unload(records, folder)
      case 'export':
        return exportAll(records, folder)
    }
  })
}

interface MetadefArgs {
  readonly verb: 'load' | 'unload' | 'export'
  readonly folder: string | undefined
  readonly mode: LoadMode
}

function parseMetadefArgs(args: readonly string[]): MetadefArgs {
  const { values, positionals } = parsedOrUsage(args)
  const [verb, folder, ...more] = positionals
  const mode = LOAD_MODES.find((candidate) => candidate === values.mode)
  const isVerb = verb === 'load' || verb === 'unload' || verb === 'export'
  if (!isVerb || mode === undefined || more.length > 0) throw new UsageError(USAGE)
  if (verb === 'export' && folder === undefined) throw new UsageError(USAGE)
  return { verb, folder, mode }
}

function parsedOrUsage(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { mode: { type: 'string', default: 'skip' } },
    })
  } catch (cause) {
    throw new UsageError(USAGE, { cause })
  }
}

async function withRecords<T>(config: Config, work: (records: MetadefRecords) => Promise<T>): Promise<T> {
  await openDataFolder(config.dataDir)
  const database = openDatabase(databaseUrl(config))
  try {
    await openTables(config, database)
    return await work(createMetadefRecords(database))
  } finally {
    await database.close()
  }
}

async function load(records: MetadefRecords, folder: string, mode: LoadMode): Promise<string> {
  const { written, unchanged } = await records.load(await readAll(folder), loadDecision(mode))
  return `${written} namespaces were written, ${unchanged} were left as they are.`
}

async function unload(records: MetadefRecords, folder: string | undefined): Promise<string> {
  const names = folder === undefined ? undefined : (await readAll(folder)).map((tree) => tree.name)
  return `${await records.unload(names)} namespaces were removed.`
}

async function exportAll(records: MetadefRecords, folder = '.'): Promise<string> {
  const trees = await records.all()
  await writeFolder(folder, trees)
  return `${trees.length} namespaces were written to ${folder}.`
}

/** @throws UsageError with every problem: a folder is loaded whole or not at all */
async function readAll(folder: string): Promise<readonly NamespaceTree[]> {
  const { trees, problems } = await readFolder(folder, Date.now()).catch((cause: unknown) => {
    throw new UsageError(`${folder} cannot be read: ${(cause as Error).message}`, { cause })
  })
  if (problems.length > 0) throw new UsageError(`Nothing was done.\n${problems.join('\n')}`)
  return trees
}
