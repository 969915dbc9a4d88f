'use client'

import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Cell, HeadCell, Table } from '#components/ui/table.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import { useAsker } from '../actions/use-asker.ts'
import { Section } from './section.tsx'

export function PropertiesSection({ image }: { readonly image: ImageView }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('image.properties')
  const verdict = imageCan.edit(image, useAsker())
  const { editProperties } = useImageActions()
  const rows = Object.entries(image.properties)
    .filter(([key, value]) => key !== 'description' && !(value === '' && key.startsWith('os_glance_')))
    .sort(([a], [b]) => a.localeCompare(b))
  return (
    <Section
      title={t('title')}
      actions={
        <Button
          size="sm"
          icon={Pencil}
          disabledReason={reasonOf(verdict)}
          onClick={() => editProperties([image])}
        >
          {t('change')}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <div className="rounded-lg border">
          <Table aria-label={t('title')} className="table-fixed [&_tbody_tr:last-child>*]:border-b-0">
            <thead>
              <tr>
                <HeadCell className="w-2/5">{t('name')}</HeadCell>
                <HeadCell>{t('value')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {rows.map(([key, value]) => (
                <tr key={key} className="group/row">
                  <Cell className="py-1.5 font-mono text-xs break-all text-muted">{key}</Cell>
                  <Cell className="py-1.5">
                    <span className="flex items-start gap-1">
                      <span className="min-w-0 flex-1 font-mono text-xs leading-5 break-all">
                        {value === '' ? <span className="text-faint">{t('empty')}</span> : value}
                      </span>
                      <CopyButton
                        text={value}
                        what={t('valueOf', { name: key })}
                        className="-my-0.5 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:-my-2.5 pointer-coarse:opacity-100"
                      />
                    </span>
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Section>
  )
}
