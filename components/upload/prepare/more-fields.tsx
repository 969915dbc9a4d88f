'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { readChecksum } from '#lib/client/upload/file/checksum.ts'
import { suggestedMinDiskGb } from '#lib/client/upload/file/draft.ts'
import type { FormProblems } from '#lib/client/upload/prepare/image-form.ts'
import { problemText } from '#lib/client/upload/words/form-words.ts'
import type { Translate } from '#lib/client/words.ts'
import type { Inspection } from '#lib/formats/types.ts'
import type { FieldsProps } from './image-fields.tsx'

const ARCHITECTURES = ['', 'x86_64', 'aarch64', 'i686', 'ppc64le', 's390x', 'riscv64']

interface MoreFieldsProps extends FieldsProps {
  readonly inspection: Inspection
  readonly fileName: string
}

/** What may be left as it is: folded away, but open at once when something in there is wrong. */
export function MoreFields({ form, problems, edit, inspection, fileName }: MoreFieldsProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  return (
    <div className="grid grid-cols-1 gap-4">
      <ChecksumField form={form} problems={problems} edit={edit} fileName={fileName} />
      <details className="group" open={hasProblem(problems) || undefined}>
        <summary className="-mx-1 flex w-fit cursor-pointer list-none items-center gap-1 rounded-md px-1 py-0.5 text-sm font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
          {t('field.more')}
        </summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label={common('description')} isOptional className="sm:col-span-2">
            {(control) => (
              <Input
                {...control}
                value={form.description}
                onChange={(event) => edit({ description: event.target.value })}
              />
            )}
          </Field>
          <SystemFields form={form} problems={problems} edit={edit} />
          <Field
            label={t('field.minDisk')}
            error={problemText(problems.minDisk, t)}
            hint={diskHint(inspection, t)}
          >
            {(control) => (
              <Amount
                {...control}
                unit="GiB"
                value={form.minDisk}
                onChange={(minDisk) => edit({ minDisk })}
              />
            )}
          </Field>
          <Field
            label={t('field.minRam')}
            error={problemText(problems.minRam, t)}
            hint={t('field.minRamHint')}
          >
            {(control) => (
              <Amount {...control} unit="MiB" value={form.minRam} onChange={(minRam) => edit({ minRam })} />
            )}
          </Field>
        </div>
      </details>
    </div>
  )
}

function hasProblem({ minDisk, minRam, tags }: FormProblems): boolean {
  return (minDisk ?? minRam ?? tags) !== undefined
}

function diskHint({ virtualSizeBytes }: Inspection, t: Translate<'upload'>): string {
  if (virtualSizeBytes === null) return t('field.minDiskHint')
  const gib = suggestedMinDiskGb(virtualSizeBytes)
  return t('field.minDiskHintOf', { size: byteText(virtualSizeBytes), gib })
}

function SystemFields({ form, problems, edit }: FieldsProps) {
  const t = useTranslations('upload')
  return (
    <>
      <Field label={t('field.system')} isOptional hint={t('field.systemHint')}>
        {(control) => (
          <Input
            {...control}
            value={form.osDistro}
            onChange={(event) => edit({ osDistro: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('field.version')} isOptional>
        {(control) => (
          <Input
            {...control}
            value={form.osVersion}
            onChange={(event) => edit({ osVersion: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('field.architecture')} isOptional>
        {(control) => (
          <Select
            {...control}
            value={form.architecture}
            options={ARCHITECTURES.map((value) => ({
              value,
              label: value === '' ? t('field.notSaid') : value,
            }))}
            onChange={(architecture) => edit({ architecture })}
          />
        )}
      </Field>
      <Field
        label={t('field.tags')}
        isOptional
        error={problemText(problems.tags, t)}
        hint={t('field.tagsHint')}
      >
        {(control) => (
          <Input {...control} value={form.tags} onChange={(event) => edit({ tags: event.target.value })} />
        )}
      </Field>
    </>
  )
}

function ChecksumField({ form, problems, edit, fileName }: FieldsProps & { readonly fileName: string }) {
  const t = useTranslations('upload')
  const reading = readChecksum(form.checksum, fileName)
  const hint =
    reading.kind === 'hash'
      ? t('field.checksumRead', { algo: reading.hash.algo.toUpperCase() })
      : t('field.checksumHint')
  return (
    <Field label={t('field.checksum')} isOptional error={problemText(problems.checksum, t)} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          rows={1}
          spellCheck={false}
          className="field-sizing-content max-h-32 min-h-8! resize-none font-mono text-xs leading-5"
          value={form.checksum}
          onChange={(event) => edit({ checksum: event.target.value })}
        />
      )}
    </Field>
  )
}

interface AmountProps {
  readonly id: string
  readonly unit: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Amount({ unit, value, onChange, ...control }: AmountProps) {
  return (
    <span className="relative block">
      <Input
        {...control}
        inputMode="numeric"
        className="pe-12"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-xs text-muted"
      >
        {unit}
      </span>
    </span>
  )
}
