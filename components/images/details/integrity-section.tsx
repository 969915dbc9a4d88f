import { useTranslations } from 'next-intl'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { verifyRecipes } from '../actions/verify-recipes.ts'
import { CodeValue } from './code-value.tsx'
import { Fact, Facts, Section } from './section.tsx'

/** The checksums, and how to compare a downloaded file with them. */
export function IntegritySection({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image.integrity')
  const { checksum, hashAlgo, hashValue } = image
  if (checksum === null && hashValue === null) {
    return (
      <Section title={t('title')}>
        <p className="text-muted">{t('later')}</p>
      </Section>
    )
  }
  const recipes = verifyRecipes(image)
  return (
    <Section title={t('title')}>
      <Facts>
        {hashValue !== null && hashAlgo !== null && (
          <Fact label={hashAlgo}>
            <CodeValue text={hashValue} what={t('checksum', { algo: hashAlgo })} />
          </Fact>
        )}
        {checksum !== null && (
          <Fact label="md5">
            <CodeValue text={checksum} what={t('checksum', { algo: 'md5' })} />
          </Fact>
        )}
      </Facts>
      {recipes.length > 0 && <p className="mt-3 text-xs text-muted">{t('check')}</p>}
      {recipes.map(({ where, text }) => (
        <div key={where} className="mt-1.5">
          <p className="flex items-center justify-between gap-2 text-xs text-muted">
            {where === 'PowerShell' ? t('powershell') : where}
            <CopyButton text={text} what={t('checkCommand', { where })} />
          </p>
          <pre className="rounded-md border bg-sunken px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">
            {text}
          </pre>
        </div>
      ))}
    </Section>
  )
}
