import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Image } from '#lib/domain/image.ts'
import type { ImportedChange, ImportPlugin, PluginResult } from '#lib/tasks/import-ports.ts'
import type { ImportRun } from './import-run.ts'
import { mergeChange, type StagedFacts } from './import-state.ts'

/** Where a plugin may make a new file: beside the staged one, under a name that no image has. */
export function scratchPathOf(stagedUrl: string): string {
  return `${fileURLToPath(stagedUrl)}.new`
}

/** Lets the plugins that have not run yet work on the staged data, one after the other. */
export async function runPlugins(run: ImportRun, staged: StagedFacts): Promise<StagedFacts> {
  let facts = staged
  const { plugins } = run.deps
  for (const [index, plugin] of plugins.entries()) {
    if (index < run.state().pluginsDone) continue
    run.work.signal.throwIfAborted()
    facts = await runPlugin(run, plugin, facts)
    await run.remember({ pluginsDone: index + 1 })
  }
  return facts
}

async function runPlugin(run: ImportRun, plugin: ImportPlugin, before: StagedFacts): Promise<StagedFacts> {
  const { work, deps } = run
  const path = fileURLToPath(before.url)
  const scratchPath = scratchPathOf(before.url)
  await rm(scratchPath, { force: true })
  // From here on a crash may leave the old file or the new one.
  await run.remember({ staged: { ...before, sizeBytes: null, sha512: null } })
  const { size: sizeBytes } = await stat(path)
  const image = changed(await run.image(), run.state().change)
  try {
    const result = await plugin.run(
      { path, sizeBytes },
      {
        ...{ image, requester: run.state().requester, scratchPath, signal: work.signal },
        mostBytes: deps.settings.sizeCapBytes,
        progress: (doneBytes, totalBytes) => work.progress(plugin.name, doneBytes, totalBytes),
      },
    )
    work.signal.throwIfAborted()
    await work.assertHeld()
    return await takeOver(run, before, result)
  } finally {
    await rm(scratchPath, { force: true })
  }
}

async function takeOver(run: ImportRun, before: StagedFacts, result: PluginResult): Promise<StagedFacts> {
  const path = fileURLToPath(before.url)
  if (result.isReplaced === true) {
    await rename(scratchPathOf(before.url), path)
    await syncFolder(dirname(path))
  }
  const { size: sizeBytes } = await stat(path)
  const staged = { url: before.url, sizeBytes, sha512: result.isReplaced === true ? null : before.sha512 }
  await run.remember({ staged, change: mergeChange(run.state().change, result.change) })
  return staged
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The image as it will be. */
export function changed(image: Image, change: ImportedChange): Image {
  return {
    ...image,
    diskFormat: change.diskFormat ?? image.diskFormat,
    containerFormat: change.containerFormat ?? image.containerFormat,
    properties: { ...image.properties, ...change.properties },
  }
}
