import type { ImageView } from '#lib/client/image-view.ts'
import { fileNameOf } from './file-name.ts'

interface VerifyRecipe {
  readonly where: string
  readonly text: string
}

const SHELL_TOOLS: Readonly<Record<string, string>> = {
  sha512: 'sha512sum',
  sha384: 'sha384sum',
  sha256: 'sha256sum',
  sha1: 'sha1sum',
  md5: 'md5sum',
}

type Hashed = Pick<
  ImageView,
  'id' | 'name' | 'diskFormat' | 'containerFormat' | 'checksum' | 'hashAlgo' | 'hashValue'
>

/** How to compare a downloaded file with the image's hash; none for a hash that no usual tool makes. */
export function verifyRecipes(image: Hashed): readonly VerifyRecipe[] {
  const [algo, value] =
    image.hashValue === null ? ['md5', image.checksum] : [image.hashAlgo ?? '', image.hashValue]
  const tool = SHELL_TOOLS[algo]
  if (tool === undefined || value === null) return []
  const file = fileNameOf(image)
  // In single quotes both shells read everything as it stands, but for the quote itself.
  const line = `${value}  ${file}`.replaceAll("'", String.raw`'\''`)
  const path = `.\\${file}`.replaceAll("'", "''")
  return [
    { where: 'Linux', text: `echo '${line}' | ${tool} --check` },
    ...(tool === 'md5sum'
      ? []
      : [{ where: 'macOS', text: `echo '${line}' | shasum -a ${algo.slice(3)} --check` }]),
    {
      where: 'PowerShell',
      text: `(Get-FileHash -Algorithm ${algo.toUpperCase()} -LiteralPath '${path}').Hash -eq '${value}'`,
    },
  ]
}
