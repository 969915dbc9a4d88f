import type { ImportPluginName } from '../config/import-plugins.ts'
import { type Config, ConfigError } from '../config.ts'
import { createConversion } from '../import/plugins/conversion.ts'
import { createDecompression } from '../import/plugins/decompression.ts'
import { createInjectMetadata } from '../import/plugins/inject-metadata.ts'
import { isThere } from '../import/plugins/limited-process.ts'
import { createImportPreview, type ImportPreview } from '../import/preview/create-preview.ts'
import { createWebDownload } from '../import/web-download.ts'
import type { Log } from '../log.ts'
import type { ImportPlugin, ImportSource } from '../tasks/import-ports.ts'
import { type GlanceDownloadParts, openGlanceDownload } from './open-glance-download.ts'

/** Where imported data may come from, and what is done to it. */
export interface ImportWays {
  readonly sources: readonly ImportSource[]
  /** In the order in which they run. */
  readonly plugins: readonly ImportPlugin[]
  /** What an import from an address would bring. */
  readonly preview: ImportPreview
}

export interface ImportWaysParts extends GlanceDownloadParts {
  readonly log: Log
}

/** @throws ConfigError when a plugin needs a program that is not there, or glance-download an account */
export async function openImportWays(parts: ImportWaysParts): Promise<ImportWays> {
  const { config, net, log } = parts
  const names = config.VITRINE_IMPORT_PLUGINS
  await assertPrograms(names, log)
  const { fetch, rules } = net
  return {
    sources: [
      createWebDownload({ fetch, rules, maxBytes: config.VITRINE_IMAGE_SIZE_CAP_BYTES }),
      ...openGlanceDownload(parts),
    ],
    plugins: names.map((name) => openPlugin(name, config)),
    preview: createImportPreview(fetch, rules),
  }
}

function openPlugin(name: ImportPluginName, config: Config): ImportPlugin {
  const limits = {
    memoryBytes: config.VITRINE_IMPORT_PROCESS_MIB * 1024 ** 2,
    cpuSeconds: config.VITRINE_IMPORT_PROCESS_SECONDS,
  }
  switch (name) {
    case 'inject_image_metadata':
      return createInjectMetadata({
        properties: config.VITRINE_IMPORT_METADATA,
        ignoredRoles: config.VITRINE_IMPORT_METADATA_IGNORED_ROLES.map((role) => role.toLowerCase()),
      })
    case 'image_decompression':
      return createDecompression({ ...limits, ratio: config.VITRINE_IMPORT_UNPACK_RATIO })
    case 'image_conversion':
      return createConversion({ ...limits, outputFormat: config.VITRINE_IMPORT_CONVERSION_FORMAT })
  }
}

/** A cloud that wants every disk converted must not find out by disks that are not. */
async function assertPrograms(names: readonly ImportPluginName[], log: Log): Promise<void> {
  if (names.includes('image_conversion') && !(await isThere('qemu-img', ['--version']))) {
    throw new ConfigError(
      'VITRINE_IMPORT_PLUGINS names image_conversion, which needs the program qemu-img. On Debian: apt-get install qemu-utils',
    )
  }
  if (names.includes('image_decompression') && !(await isThere('xz', ['--version']))) {
    log.warn('The program xz is not there: imports of xz data will be refused (Debian: xz-utils).')
  }
}
