'use client'

import { useId, useState } from 'react'
import { FormProvider, useFormContext } from 'react-hook-form'
import { PropertiesRow } from '#components/metadefs/properties/properties-row.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { ImageForm } from '#lib/client/image-form.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import type { ImageVersion } from '#lib/client/images.ts'
import type { Properties } from '#lib/client/metadefs/property-rows.ts'
import { fieldsOfProperties, propertiesOfFields } from '#lib/client/named-fields.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { ConflictChoices } from './conflict-choices.tsx'
import { GeneralFields } from './general-fields.tsx'
import { ReviewChanges } from './review-changes.tsx'
import { SystemFields } from './system-fields.tsx'
import { type EditTab, type ImageFormControl, useImageForm } from './use-image-form.ts'

interface EditFormProps {
  readonly version: ImageVersion
  readonly onClose: () => void
}

export function EditForm({ version, onClose }: EditFormProps) {
  const formId = useId()
  const [tab, setTab] = useState<EditTab>('general')
  const control = useImageForm({ version, onSaved: onClose, onWrongTab: setTab })
  const { form, image, save, obstacle } = control

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Edit image"
      description={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      footer={<Footer control={control} formId={formId} onClose={onClose} />}
    >
      {obstacle.kind === 'review' && <ReviewChanges {...obstacle} image={image} />}
      <FormProvider {...form}>
        <form id={formId} onSubmit={save} noValidate hidden={obstacle.kind === 'review'}>
          <ObstacleNotice control={control} />
          <Fields image={image} tab={tab} onTab={setTab} />
        </form>
      </FormProvider>
    </Dialog>
  )
}

interface FooterProps {
  readonly control: ImageFormControl
  readonly formId: string
  readonly onClose: () => void
}

function Footer({ control, formId, onClose }: FooterProps) {
  const { form, isSaving, obstacle, leaveReview } = control
  if (obstacle.kind === 'review') {
    return (
      <>
        <Button onClick={() => leaveReview(false)}>Back</Button>
        <Button variant="primary" onClick={() => leaveReview(true)}>
          Save these changes
        </Button>
      </>
    )
  }
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button
        type="submit"
        form={formId}
        variant="primary"
        isBusy={isSaving}
        disabledReason={saveRefusal(control, form.formState.isDirty)}
      >
        Save changes
      </Button>
    </>
  )
}

function saveRefusal({ obstacle }: ImageFormControl, isDirty: boolean): string | undefined {
  if (obstacle.kind === 'conflict') return 'Choose above what holds first'
  return isDirty ? undefined : 'Nothing has changed yet'
}

function ObstacleNotice({ control }: { readonly control: ImageFormControl }) {
  const { obstacle, isSaving, saveAgain, reload } = control
  if (obstacle.kind === 'problem') {
    return (
      <div className="mb-4">
        <FaultNotice title="Nothing was saved" error={obstacle.error} />
      </div>
    )
  }
  if (obstacle.kind !== 'conflict') return null
  return (
    <ConflictChoices conflict={obstacle.conflict} isBusy={isSaving} onSave={saveAgain} onReload={reload} />
  )
}

interface FieldsProps {
  readonly image: ImageView
  readonly tab: EditTab
  readonly onTab: (tab: EditTab) => void
}

function Fields({ image, tab, onTab }: FieldsProps) {
  const { watch, setValue } = useFormContext<ImageForm>()
  const form = watch()
  function takeProperties(properties: Properties): void {
    for (const [field, value] of Object.entries(fieldsOfProperties(properties)))
      setValue(field as keyof ImageForm, value, { shouldDirty: true })
  }
  return (
    <>
      <Tabs<EditTab>
        label="Parts of the form"
        value={tab}
        onChange={onTab}
        tabs={[
          { value: 'general', label: 'General', panel: <GeneralFields image={image} /> },
          { value: 'system', label: 'System', panel: <SystemFields image={image} /> },
        ]}
      />
      <div className="mt-5">
        <PropertiesRow
          subject={<bdi className="block truncate">{imageTitle(image)}</bdi>}
          properties={propertiesOfFields(form)}
          unseen={Object.keys(form.properties)}
          locks={image.lockedProperties}
          onChange={takeProperties}
        />
      </div>
    </>
  )
}
