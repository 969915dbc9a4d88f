'use client'

import { useTranslations } from 'next-intl'
import { PropertiesRow } from '#components/metadefs/properties/properties-row.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { fieldsOfProperties } from '#lib/client/named-fields.ts'
import type { Advice } from '#lib/client/upload/prepare/candidate.ts'
import { type ImageForm, readForm, shownProperties } from '#lib/client/upload/prepare/image-form.ts'
import type { NewVersion } from '#lib/client/upload/prepare/new-version.ts'
import { adviceText, fixText } from '#lib/client/upload/words/form-words.ts'
import type { Asker } from '#lib/domain/rights.ts'
import type { Inspection } from '#lib/formats/types.ts'
import { ImageFields } from './image-fields.tsx'
import { MoreFields } from './more-fields.tsx'

interface DescribedImageProps {
  /** What it is to be a new version of. */
  readonly version?: NewVersion | null
  readonly advice: readonly Advice[]
  readonly form: ImageForm
  readonly inspection: Inspection
  readonly fileName: string
  readonly asker: Asker
  readonly edit: (change: Partial<ImageForm>) => void
}

/** What to know about data that was looked at, and the fields of the image that it will be. */
export function DescribedImage(props: DescribedImageProps) {
  const { advice, form, inspection, fileName, asker, edit, version = null } = props
  const t = useTranslations('upload')
  const reading = readForm(form, fileName)
  const fields = { form, problems: reading.isValid ? {} : reading.problems, edit }
  return (
    <>
      {advice.map((each) => (
        <AdviceNotice key={adviceText(each, t)} advice={each} edit={edit} />
      ))}
      <ImageFields {...fields} asker={asker} version={version} />
      <MoreFields {...fields} inspection={inspection} fileName={fileName} />
      <PropertiesRow
        subject={fileName}
        properties={shownProperties(form)}
        unseen={Object.keys(form.properties)}
        onChange={(properties) => edit(fieldsOfProperties(properties))}
      />
    </>
  )
}

interface AdviceNoticeProps {
  readonly advice: Advice
  readonly edit: DescribedImageProps['edit']
}

function AdviceNotice({ advice, edit }: AdviceNoticeProps) {
  const t = useTranslations('upload')
  const { tone, fix } = advice
  return (
    <Notice
      tone={tone}
      {...(tone === 'danger' && { title: t('prepare.wouldRefuse') })}
      actions={
        fix && (
          <Button size="sm" onClick={() => edit(fix)}>
            {fixText(fix, t)}
          </Button>
        )
      }
    >
      {adviceText(advice, t)}
    </Notice>
  )
}
