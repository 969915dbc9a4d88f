import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseNamespaceFile } from '#lib/contract/metadefs/bodies.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'

export interface FolderContent {
  readonly trees: readonly NamespaceTree[]
  /** One sentence for each file that is no namespace, beginning with its name. */
  readonly problems: readonly string[]
}

// The bundler of the pages must not guess which files these could be: it would take every file of the project along.

/**
 * Reads namespaces from the `.json` files of a folder, or from one file, in the form that Glance keeps them in. What a
 * file does not say of its owner is left to the site.
 * @throws the file system's error when the folder cannot be read
 */
export async function readFolder(path: string, nowMs: number): Promise<FolderContent> {
  const isFolder = (await stat(/* turbopackIgnore: true */ path)).isDirectory()
  const names = isFolder
    ? (await readdir(/* turbopackIgnore: true */ path)).filter((name) => name.endsWith('.json')).sort()
    : ['']
  const trees = new Map<string, NamespaceTree>()
  const problems: string[] = []
  for (const name of names) {
    const file = isFolder ? join(path, name) : path
    try {
      const tree = await readNamespace(file, nowMs)
      if (trees.has(tree.name))
        problems.push(`${basename(file)}: the namespace ${tree.name} stands in another file, too.`)
      else trees.set(tree.name, tree)
    } catch (error) {
      problems.push(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { trees: [...trees.values()], problems }
}

async function readNamespace(file: string, nowMs: number): Promise<NamespaceTree> {
  return parseNamespaceFile(JSON.parse(await readFile(/* turbopackIgnore: true */ file, 'utf8')), {
    owner: null,
    nowMs,
  })
}
