import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { treeToFile } from '#lib/contract/metadefs/metadef-to-wire.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'

/**
 * Writes each namespace into a file of its own, in the form that Glance loads, over what stands there.
 * @throws the file system's error
 */
export async function writeFolder(path: string, trees: readonly NamespaceTree[]): Promise<void> {
  await mkdir(path, { recursive: true })
  const taken = new Set<string>()
  for (const tree of trees) {
    const text = `${JSON.stringify(treeToFile(tree), null, 2)}\n`
    await writeFile(join(path, fileName(tree.name, taken)), text)
  }
}

/** `OS::Compute::Watchdog` is `os-compute-watchdog.json`. Names that look alike in a file name get a number. */
function fileName(namespace: string, taken: Set<string>): string {
  const plain =
    namespace
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'namespace'
  let name = plain
  for (let count = 2; taken.has(name); count += 1) name = `${plain}-${count}`
  taken.add(name)
  return `${name}.json`
}
