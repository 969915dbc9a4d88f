'use client'

import {
  ArrowRightLeft,
  CirclePause,
  CirclePlay,
  Copy,
  Download,
  Eye,
  Pencil,
  ShieldCheck,
  ShieldOff,
  SlidersHorizontal,
  SquareArrowOutUpRight,
  Tags,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Link } from '#components/ui/link.tsx'
import { MenuItem, MenuSeparator, SubMenu } from '#components/ui/menu-items.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import { imageFilePath } from '#lib/client/images.ts'
import type { Translate } from '#lib/client/words.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { VISIBILITIES } from '#lib/domain/image.ts'
import { VISIBILITY_ICONS } from '../visibility-label.tsx'
import { fileNameOf } from './file-name.ts'
import { useImageActions } from './image-actions-provider.tsx'
import { DELETE_TASK, type ImageTask, protectTask, STATE_TASKS, visibilityTask } from './image-task.ts'
import { useAsker } from './use-asker.ts'

interface ImageMenuItemsProps {
  readonly image: ImageView
  /** In a list: an item that opens the image's page. */
  readonly hasOpen?: boolean
  readonly onDeleted?: () => void
}

/** Everything that can be done with one image; what cannot be done now says why. */
export function ImageMenuItems({ image, hasOpen = false, onDeleted }: ImageMenuItemsProps) {
  const reasonOf = useReasonOf()
  const t = useTranslations('actions.menu')
  const common = useTranslations('common')
  const asker = useAsker()
  const actions = useImageActions()
  const reason = (task: ImageTask): string | undefined => reasonOf(task.verdict(image, asker))
  const run = (task: ImageTask) => () => void actions.run(task, [image])
  const protection = protectTask(!image.isProtected)
  const state = STATE_TASKS[image.status === 'deactivated' ? 'reactivate' : 'deactivate']
  const editReason = reasonOf(imageCan.edit(image, asker))

  return (
    <>
      {hasOpen && (
        <MenuItem icon={SquareArrowOutUpRight} link={<Link href={`/images/${image.id}`} />}>
          {t('details')}
        </MenuItem>
      )}
      <MenuItem
        icon={Download}
        link={<a href={imageFilePath(image.id)} download={fileNameOf(image)} aria-label={t('download')} />}
        disabledReason={reasonOf(imageCan.download(image, asker))}
      >
        {t('download')}
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => void copyId(image, t)}>
        {t('copyId')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Pencil} disabledReason={editReason} onSelect={() => actions.edit(image)}>
        {t('edit')}
      </MenuItem>
      <MenuItem icon={Tags} disabledReason={editReason} onSelect={() => actions.editTags([image])}>
        {t('tags')}
      </MenuItem>
      <MenuItem
        icon={SlidersHorizontal}
        disabledReason={editReason}
        onSelect={() => actions.editProperties([image])}
      >
        {t('properties')}
      </MenuItem>
      <SubMenu icon={Eye} label={t('visibility')}>
        {VISIBILITIES.map((visibility) => {
          const task = visibilityTask(visibility)
          return (
            <MenuItem
              key={visibility}
              icon={VISIBILITY_ICONS[visibility]}
              disabledReason={reason(task)}
              onSelect={run(task)}
            >
              {common(`visibility.${visibility}`)}
            </MenuItem>
          )
        })}
      </SubMenu>
      <MenuItem
        icon={image.isProtected ? ShieldOff : ShieldCheck}
        disabledReason={reason(protection)}
        onSelect={run(protection)}
      >
        {t(image.isProtected ? 'unprotect' : 'protect')}
      </MenuItem>
      <MenuItem
        icon={image.status === 'deactivated' ? CirclePlay : CirclePause}
        disabledReason={reason(state)}
        onSelect={image.status === 'deactivated' ? run(state) : () => actions.askDeactivate([image])}
      >
        {t(image.status === 'deactivated' ? 'reactivate' : 'deactivate')}
      </MenuItem>
      {imageCan.changeOwner(image, asker).allowed && (
        <MenuItem icon={ArrowRightLeft} onSelect={() => actions.changeOwner([image])}>
          {t('owner')}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem
        icon={Trash2}
        tone="danger"
        disabledReason={reason(DELETE_TASK)}
        onSelect={() => actions.askDelete([image], onDeleted)}
      >
        {t('delete')}
      </MenuItem>
    </>
  )
}

async function copyId(image: ImageView, t: Translate<'actions.menu'>): Promise<void> {
  await navigator.clipboard.writeText(image.id)
  showToast({ tone: 'ok', title: t('idCopied'), description: image.id })
}
