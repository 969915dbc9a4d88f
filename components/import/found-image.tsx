'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from '#components/ui/cx.ts'
import { DescribedImage } from '#components/upload/prepare/described-image.tsx'
import { byteText, exactBytes } from '#lib/client/byte-text.ts'
import { fileNameOf, importAdvice, inspectionOf } from '#lib/client/import/import-form.ts'
import type { ImportPreviewWire } from '#lib/client/import/imports.ts'
import type { ImageForm } from '#lib/client/upload/prepare/image-form.ts'
import { formatText } from '#lib/client/upload/words/form-words.ts'
import type { Asker } from '#lib/domain/rights.ts'
import type { Found } from './use-import.ts'

interface FoundImageProps {
  readonly found: Found
  readonly edit: (change: Partial<ImageForm>) => void
  readonly asker: Asker
}

/** What lies at the address, what to know about it, and the fields of its image. */
export function FoundImage({ found: { uri, preview, form }, edit, asker }: FoundImageProps) {
  const fileName = fileNameOf(preview)
  return (
    <>
      <Findings preview={preview} />
      <DescribedImage
        advice={importAdvice(preview, uri, form)}
        form={form}
        inspection={inspectionOf(preview)}
        fileName={fileName}
        asker={asker}
        edit={edit}
      />
    </>
  )
}

function Findings({ preview }: { readonly preview: ImportPreviewWire }) {
  const t = useTranslations('import')
  const format = formatText(inspectionOf(preview).format, useTranslations('upload'))
  const { size, resumable, checksum } = preview
  const host = preview.final_host ?? ''
  return (
    <section aria-label={t('found.title')}>
      <p role="status" className="sr-only">
        {t('found.at', { format, host })}
      </p>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3">
        <Item label={t('found.content')} className="col-span-2">
          {capitalised(format)}
        </Item>
        <Item label={t('found.diskInside')}>
          {preview.virtual_size === null ? <Unknown /> : byteText(preview.virtual_size)}
        </Item>
        <Item label={t('found.toFetch')}>
          {size === null ? <Unknown /> : <span title={exactBytes(size)}>{byteText(size)}</span>}
        </Item>
        <Item label={t('found.from')}>
          <bdi className="break-all">{host}</bdi>
        </Item>
        <Item label={t('found.breaksOff')}>{resumable ? t('found.goesOn') : t('found.beginsAnew')}</Item>
        <Item label={t('found.checksum')} className="col-span-2 sm:col-span-3">
          {checksum === null ? (
            <span className="font-normal text-muted">{t('found.noChecksum')}</span>
          ) : (
            t.rich('found.checksumIn', {
              ...{ algo: checksum.algo.toUpperCase(), file: checksum.found_in },
              muted: (text) => <span className="font-normal text-muted">{text}</span>,
            })
          )}
        </Item>
      </dl>
    </section>
  )
}

interface ItemProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

function Item({ label, className, children }: ItemProps) {
  return (
    <div className={cx('min-w-0 bg-raised px-3 py-2', className)}>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 font-medium tabular-nums">{children}</dd>
    </div>
  )
}

function Unknown() {
  const t = useTranslations('import')
  return <span className="font-normal text-faint">{t('found.unknown')}</span>
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
