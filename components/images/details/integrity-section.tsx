import { CopyButton } from '#components/ui/copy-button.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { fileNameOf } from '../actions/file-name.ts'
import { CodeValue } from './code-value.tsx'
import { Fact, Facts, Section } from './section.tsx'

const HASH_TOOLS: Readonly<Record<string, string>> = {
  sha512: 'sha512sum',
  sha384: 'sha384sum',
  sha256: 'sha256sum',
  sha1: 'sha1sum',
  md5: 'md5sum',
}

/** The checksums, and how to compare a downloaded file with them. */
export function IntegritySection({ image }: { readonly image: ImageView }) {
  const { checksum, hashAlgo, hashValue } = image
  if (checksum === null && hashValue === null) {
    return (
      <Section title="Checksums">
        <p className="text-muted">They are worked out while the data arrives.</p>
      </Section>
    )
  }
  const recipe = verifyRecipe(image)
  return (
    <Section title="Checksums">
      <Facts>
        {hashValue !== null && hashAlgo !== null && (
          <Fact label={hashAlgo}>
            <CodeValue text={hashValue} what={`${hashAlgo} checksum`} />
          </Fact>
        )}
        {checksum !== null && (
          <Fact label="md5">
            <CodeValue text={checksum} what="md5 checksum" />
          </Fact>
        )}
      </Facts>
      {recipe !== null && (
        <div className="mt-3">
          <div className="flex items-center gap-1">
            <p className="text-xs text-muted">Check a downloaded file, in the folder where it lies:</p>
            <CopyButton text={recipe} what="check command" />
          </div>
          <pre className="mt-1 rounded-md border bg-sunken px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">
            {recipe}
          </pre>
        </div>
      )}
    </Section>
  )
}

function verifyRecipe(image: ImageView): string | null {
  const [algo, value] =
    image.hashValue === null ? ['md5', image.checksum] : [image.hashAlgo ?? '', image.hashValue]
  const tool = HASH_TOOLS[algo]
  if (tool === undefined || value === null) return null
  // In single quotes a shell reads everything as it stands, but for the quote itself.
  const line = `${value}  ${fileNameOf(image)}`.replaceAll("'", String.raw`'\''`)
  return `echo '${line}' | ${tool} --check`
}
