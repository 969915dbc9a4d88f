'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { type SyntheticEvent, useState } from 'react'
import { type FieldErrors, type UseFormReturn, useForm } from 'react-hook-form'
import { showToast } from '#components/ui/toast-store.ts'
import { ApiFault } from '#lib/client/api-fault.ts'
import { draftFromForm, formOf, IMAGE_FORM, type ImageForm, rebaseDraft } from '#lib/client/image-form.ts'
import { draftOf, imagePatch } from '#lib/client/image-patch.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { fetchImage, type ImageVersion, useChangeImage } from '#lib/client/images.ts'

export type EditTab = 'general' | 'system' | 'properties'

const TAB_OF: Readonly<Partial<Record<keyof ImageForm, EditTab>>> = {
  osDistro: 'system',
  osVersion: 'system',
  architecture: 'system',
  minDiskGb: 'system',
  minRamMb: 'system',
  properties: 'properties',
}

interface ImageFormOptions {
  readonly version: ImageVersion
  readonly onSaved: () => void
  /** The first mistake stands in this tab. */
  readonly onWrongTab: (tab: EditTab) => void
}

export interface ImageFormControl {
  readonly form: UseFormReturn<ImageForm>
  readonly image: ImageView
  readonly save: (event: SyntheticEvent) => void
  readonly isSaving: boolean
  /** Why the service refused. */
  readonly problem: unknown
  /** The image changed since it was loaded; the two ways on. */
  readonly conflict: {
    readonly keepMine: () => Promise<void>
    readonly takeTheirs: () => Promise<void>
  } | null
}

/** The edit form's behaviour: sends only what changed, and only onto the version that was shown. */
export function useImageForm({ version, onSaved, onWrongTab }: ImageFormOptions): ImageFormControl {
  const [base, setBase] = useState(version)
  const [problem, setProblem] = useState<unknown>(null)
  const { mutateAsync: change, isPending } = useChangeImage()
  const form = useForm<ImageForm>({
    resolver: zodResolver(IMAGE_FORM),
    defaultValues: formOf(draftOf(version.image)),
  })
  const isStale = problem instanceof ApiFault && problem.code === 'stale'

  async function submit(values: ImageForm): Promise<void> {
    setProblem(null)
    const draft = draftFromForm(values, base.image)
    if (imagePatch(draftOf(base.image), draft).length === 0) return onSaved()
    try {
      await change({ image: base.image, draft, etag: base.etag })
      showToast({ tone: 'ok', title: `“${imageTitle({ ...base.image, name: draft.name })}” saved` })
      onSaved()
    } catch (error) {
      setProblem(error)
    }
  }

  async function goOnFromNew(isMineKept: boolean): Promise<void> {
    try {
      const fresh = await fetchImage(base.image.id)
      const [before, theirs] = [draftOf(base.image), draftOf(fresh.image)]
      const mine = draftFromForm(form.getValues(), base.image)
      setBase(fresh)
      setProblem(null)
      form.reset(formOf(theirs))
      if (isMineKept) form.reset(formOf(rebaseDraft(before, mine, theirs)), { keepDefaultValues: true })
    } catch (error) {
      setProblem(error)
    }
  }

  return {
    form,
    image: base.image,
    save: (event) => void form.handleSubmit(submit, (errors) => onWrongTab(firstWrongTab(errors)))(event),
    isSaving: isPending,
    problem: isStale ? null : problem,
    conflict: isStale ? { keepMine: () => goOnFromNew(true), takeTheirs: () => goOnFromNew(false) } : null,
  }
}

function firstWrongTab(errors: FieldErrors<ImageForm>): EditTab {
  const [first] = Object.keys(errors) as (keyof ImageForm)[]
  return (first && TAB_OF[first]) ?? 'general'
}
