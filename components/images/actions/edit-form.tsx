'use client'

import { useId, useState } from 'react'
import { FormProvider } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { imageTitle } from '#lib/client/image-view.ts'
import type { ImageVersion } from '#lib/client/images.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { GeneralFields } from './general-fields.tsx'
import { PropertyFields } from './property-fields.tsx'
import { SystemFields } from './system-fields.tsx'
import { type EditTab, useImageForm } from './use-image-form.ts'

interface EditFormProps {
  readonly version: ImageVersion
  readonly onClose: () => void
}

export function EditForm({ version, onClose }: EditFormProps) {
  const formId = useId()
  const [tab, setTab] = useState<EditTab>('general')
  const { form, image, save, isSaving, problem, conflict } = useImageForm({
    version,
    onSaved: onClose,
    onWrongTab: setTab,
  })
  const propertyCount = form.watch('properties').length

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Edit image"
      description={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isBusy={isSaving}
            disabledReason={form.formState.isDirty ? undefined : 'Nothing has changed yet'}
          >
            Save changes
          </Button>
        </>
      }
    >
      <FormProvider {...form}>
        <form id={formId} onSubmit={save} noValidate>
          {conflict && (
            <Notice tone="warn" title="Somebody changed this image meanwhile" className="mb-4">
              <p>
                Nothing has been saved. You can go on from the new version with your changes, or without them.
              </p>
              <div className="mt-2 flex flex-wrap gap-2">
                <Button size="sm" onClick={() => void conflict.keepMine()}>
                  Keep my changes
                </Button>
                <Button size="sm" onClick={() => void conflict.takeTheirs()}>
                  Reload, drop my changes
                </Button>
              </div>
            </Notice>
          )}
          {problem !== null && (
            <div className="mb-4">
              <FaultNotice title="Nothing was saved" error={problem} />
            </div>
          )}
          <Tabs<EditTab>
            label="Parts of the form"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: 'general', label: 'General', panel: <GeneralFields image={image} /> },
              { value: 'system', label: 'System', panel: <SystemFields /> },
              {
                value: 'properties',
                label: `Properties (${propertyCount})`,
                panel: <PropertyFields />,
              },
            ]}
          />
        </form>
      </FormProvider>
    </Dialog>
  )
}
