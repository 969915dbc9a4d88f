'use client'

import { ChevronRight, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { ImageDefinitions } from '#lib/client/metadefs/definitions.ts'
import { countOf } from '#lib/client/metadefs/property-rows.ts'
import { PropertyList } from '../form/property-list.tsx'
import { type PropertyForm, usePropertyForm } from '../form/use-property-form.ts'
import { CataloguePanel } from './catalogue-panel.tsx'
import { ChangesView } from './changes-view.tsx'
import { CopyFromImage } from './copy-from-image.tsx'
import type { PropertiesDialogProps } from './dialog-props.ts'
import { StartFromPreset } from './start-from-preset.tsx'
import { TextView } from './text-view.tsx'

type View = 'form' | 'text' | 'changes'

const NOTHING: ReadonlyMap<string, string> = new Map()

export function PropertyEditor(props: PropertiesDialogProps & { readonly definitions: ImageDefinitions }) {
  const { subject, base, onClose, notice, refusals = NOTHING, definitions } = props
  const t = useTranslations('properties')
  const [view, setView] = useState<View>('form')
  const form = usePropertyForm(base, definitions, props)
  const count = countOf(form.changes)
  return (
    <Dialog
      isOpen
      size="xl"
      onClose={onClose}
      title={t('title')}
      description={subject}
      footer={<Footer {...props} form={form} view={view} setView={setView} />}
    >
      {notice}
      <Tabs<View>
        label={t('views')}
        value={view}
        onChange={setView}
        tabs={[
          { value: 'form', label: t('form'), panel: <FormView form={form} refusals={refusals} /> },
          { value: 'text', label: t('text'), panel: <TextView form={form} /> },
          {
            value: 'changes',
            label: count === 0 ? t('changes') : t('changesCount', { n: String(count) }),
            panel: <ChangesView form={form} />,
          },
        ]}
      />
    </Dialog>
  )
}

interface FormViewProps {
  readonly form: PropertyForm
  readonly refusals: ReadonlyMap<string, string>
}

function FormView({ form, refusals }: FormViewProps) {
  const t = useTranslations('properties')
  return (
    <div className="grid min-h-80 gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="min-w-0">
        <div className="mb-2 flex flex-wrap items-center gap-2">
          <p className="flex-1 basis-40 text-muted">{t(form.rows.length === 0 ? 'noneYet' : 'read')}</p>
          <StartFromPreset form={form} />
          <CopyFromImage form={form} />
        </div>
        <PropertyList form={form} refusals={refusals} />
      </div>
      <Catalogue form={form} />
    </div>
  )
}

/** Beside the form where there is room; before it, folded, where there is not. */
function Catalogue({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.catalogue')
  return (
    <>
      <div className="border-s ps-6 max-lg:hidden">
        <div className="sticky top-0 max-h-[calc(88dvh-11rem)] overflow-y-auto overscroll-contain pe-1">
          <CataloguePanel form={form} />
        </div>
      </div>
      <details className="group/add order-first rounded-lg border lg:hidden">
        <summary className="flex min-h-10 cursor-pointer list-none items-center gap-1.5 px-3 font-medium [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 text-muted transition-transform group-open/add:rotate-90"
          />
          {t('add')}
        </summary>
        <div className="border-t px-3 py-3">
          <CataloguePanel form={form} />
        </div>
      </details>
    </>
  )
}

interface FooterProps extends PropertiesDialogProps {
  readonly form: PropertyForm
  readonly view: View
  readonly setView: (view: View) => void
}

function Footer({ form, view, setView, saveLabel, onClose, onSave, isSaving = false }: FooterProps) {
  const t = useTranslations('properties')
  const common = useTranslations('common')
  const count = countOf(form.changes)
  const wrong = form.problems.size
  const reason = count === 0 ? common('nothingChanged') : wrong > 0 ? t('correctFirst') : undefined
  const isReviewed = view === 'changes'
  return (
    <>
      <p role="status" className="me-auto flex items-center gap-1.5 text-sm text-muted">
        {wrong > 0 && (
          <>
            <TriangleAlert aria-hidden className="size-3.5 text-danger" />
            {t('wrong', { count: wrong, n: String(wrong) })}
          </>
        )}
        {wrong === 0 && count > 0 && t('changed', { count, n: String(count) })}
      </p>
      <Button onClick={onClose}>{common('cancel')}</Button>
      {isReviewed || count === 0 || wrong > 0 ? (
        <Button
          variant="primary"
          isBusy={isSaving}
          disabledReason={reason}
          onClick={() => onSave(form.changes)}
        >
          {saveLabel}
        </Button>
      ) : (
        <Button variant="primary" onClick={() => setView('changes')}>
          {t('review')}
        </Button>
      )}
    </>
  )
}
