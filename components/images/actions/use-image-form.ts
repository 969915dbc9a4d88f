'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { type SyntheticEvent, useState } from 'react'
import { type FieldErrors, type UseFormReturn, useForm } from 'react-hook-form'
import { showToast } from '#components/ui/toast-store.ts'
import { ApiFault } from '#lib/client/api-fault.ts'
import {
  type Conflict,
  conflictOf,
  differenceOf,
  type FieldChange,
  risksOf,
  settleConflict,
} from '#lib/client/image-difference.ts'
import { draftFromForm, formOf, IMAGE_FORM, type ImageForm } from '#lib/client/image-form.ts'
import { draftOf, type ImageDraft } from '#lib/client/image-patch.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { fetchImage, type ImageVersion, useChangeImage } from '#lib/client/images.ts'
import type { Translate } from '#lib/client/words.ts'

export type EditTab = 'general' | 'system'

const TAB_OF: Readonly<Partial<Record<keyof ImageForm, EditTab>>> = {
  osDistro: 'system',
  osVersion: 'system',
  architecture: 'system',
  minDiskGb: 'system',
  minRamMb: 'system',
}

interface ImageFormOptions {
  readonly version: ImageVersion
  readonly onSaved: () => void
  /** The first mistake stands in this tab. */
  readonly onWrongTab: (tab: EditTab) => void
}

/** What stands in the way of saving. */
type Obstacle =
  | { readonly kind: 'none' }
  /** The service refused, and said why. */
  | { readonly kind: 'problem'; readonly error: unknown }
  /** The change has consequences: the person looks at it once more. */
  | {
      readonly kind: 'review'
      readonly draft: ImageDraft
      readonly changes: readonly FieldChange[]
      readonly risks: readonly string[]
    }
  /** The image changed since it was loaded; this is what it has become. */
  | { readonly kind: 'conflict'; readonly fresh: ImageVersion; readonly conflict: Conflict }

export interface ImageFormControl {
  readonly form: UseFormReturn<ImageForm>
  readonly image: ImageView
  readonly save: (event: SyntheticEvent) => void
  readonly isSaving: boolean
  readonly obstacle: Obstacle
  /** From the review back into the form, or on. */
  readonly leaveReview: (isAgreed: boolean) => void
  /** Onto the new version: with my changes but for those that are given up. */
  readonly saveAgain: (givenUp: ReadonlySet<string>) => void
  /** The new version, without my changes. */
  readonly reload: () => void
}

const NONE: Obstacle = { kind: 'none' }

/** The edit form's behaviour: sends only what changed, and only onto the version that was shown. */
export function useImageForm({ version, onSaved, onWrongTab }: ImageFormOptions): ImageFormControl {
  const t = useTranslations('actions')
  const [base, setBase] = useState(version)
  const [obstacle, setObstacle] = useState<Obstacle>(NONE)
  const { mutateAsync: change, isPending } = useChangeImage(version.image.id)
  const form = useForm<ImageForm>({
    resolver: zodResolver(IMAGE_FORM),
    defaultValues: formOf(draftOf(version.image)),
  })

  function submit(values: ImageForm): Promise<void> | void {
    const draft = draftFromForm(values, base.image)
    const before = draftOf(base.image)
    const changes = differenceOf(before, draft, t)
    if (changes.length === 0) return onSaved()
    const risks = risksOf(before, draft, t)
    if (risks.length === 0) return send(base, draft)
    setObstacle({ kind: 'review', draft, changes, risks })
  }

  async function send(onto: ImageVersion, draft: ImageDraft): Promise<void> {
    setObstacle(NONE)
    try {
      await change({ image: onto.image, draft, etag: onto.etag })
      showToast({
        tone: 'ok',
        title: t('edit.saved', { title: imageTitle({ ...onto.image, name: draft.name }) }),
      })
      onSaved()
    } catch (error) {
      setObstacle(await obstacleFrom(error, onto, draft, t))
    }
  }

  function goOnFrom(fresh: ImageVersion, draft: ImageDraft): void {
    setBase(fresh)
    form.reset(formOf(draftOf(fresh.image)))
    form.reset(formOf(draft), { keepDefaultValues: true })
  }

  return {
    form,
    image: base.image,
    save: (event) => void form.handleSubmit(submit, (errors) => onWrongTab(firstWrongTab(errors)))(event),
    isSaving: isPending,
    obstacle,
    leaveReview(isAgreed) {
      if (obstacle.kind === 'review' && isAgreed) void send(base, obstacle.draft)
      else setObstacle(NONE)
    },
    saveAgain(givenUp) {
      if (obstacle.kind !== 'conflict') return
      const { fresh } = obstacle
      const sides = {
        before: draftOf(base.image),
        mine: draftFromForm(form.getValues(), base.image),
        theirs: draftOf(fresh.image),
      }
      const draft = settleConflict(sides, givenUp)
      goOnFrom(fresh, draft)
      void send(fresh, draft)
    },
    reload() {
      if (obstacle.kind !== 'conflict') return
      goOnFrom(obstacle.fresh, draftOf(obstacle.fresh.image))
      setObstacle(NONE)
    },
  }
}

/** A version that has gone by is a conflict, with both sides; all else is a problem. */
async function obstacleFrom(
  error: unknown,
  onto: ImageVersion,
  mine: ImageDraft,
  t: Translate<'actions'>,
): Promise<Obstacle> {
  if (!(error instanceof ApiFault && error.code === 'stale')) return { kind: 'problem', error }
  try {
    const fresh = await fetchImage(onto.image.id)
    const conflict = conflictOf({ before: draftOf(onto.image), mine, theirs: draftOf(fresh.image) }, t)
    return { kind: 'conflict', fresh, conflict }
  } catch (problem) {
    return { kind: 'problem', error: problem }
  }
}

function firstWrongTab(errors: FieldErrors<ImageForm>): EditTab {
  const [first] = Object.keys(errors) as (keyof ImageForm)[]
  return (first && TAB_OF[first]) ?? 'general'
}
