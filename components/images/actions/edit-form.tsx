'use client'

import { useTranslations } from 'next-intl'
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
  const t = useTranslations('actions.edit')
  const formId = useId()
  const [tab, setTab] = useState<EditTab>('general')
  const control = useImageForm({ version, onSaved: onClose, onWrongTab: setTab })
  const { form, image, save, obstacle } = control

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
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
  const t = useTranslations('actions.edit')
  const common = useTranslations('common')
  const { form, isSaving, obstacle, leaveReview } = control
  if (obstacle.kind === 'review') {
    return (
      <>
        <Button onClick={() => leaveReview(false)}>{common('back')}</Button>
        <Button variant="primary" onClick={() => leaveReview(true)}>
          {t('saveThese')}
        </Button>
      </>
    )
  }
  return (
    <>
      <Button onClick={onClose}>{common('cancel')}</Button>
      <Button
        type="submit"
        form={formId}
        variant="primary"
        isBusy={isSaving}
        disabledReason={
          obstacle.kind === 'conflict'
            ? t('chooseFirst')
            : form.formState.isDirty
              ? undefined
              : common('nothingChanged')
        }
      >
        {common('saveChanges')}
      </Button>
    </>
  )
}

function ObstacleNotice({ control }: { readonly control: ImageFormControl }) {
  const t = useTranslations('common')
  const { obstacle, isSaving, saveAgain, reload } = control
  if (obstacle.kind === 'problem') {
    return (
      <div className="mb-4">
        <FaultNotice title={t('nothingSaved')} error={obstacle.error} />
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
  const t = useTranslations('actions.edit')
  const { watch, setValue } = useFormContext<ImageForm>()
  const form = watch()
  function takeProperties(properties: Properties): void {
    for (const [field, value] of Object.entries(fieldsOfProperties(properties)))
      setValue(field as keyof ImageForm, value, { shouldDirty: true })
  }
  return (
    <>
      <Tabs<EditTab>
        label={t('parts')}
        value={tab}
        onChange={onTab}
        tabs={[
          { value: 'general', label: t('general'), panel: <GeneralFields image={image} /> },
          { value: 'system', label: t('system'), panel: <SystemFields image={image} /> },
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
