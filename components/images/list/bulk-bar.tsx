'use client'

import {
  ArrowRightLeft,
  ChevronDown,
  CirclePause,
  CirclePlay,
  Copy,
  Download,
  Eraser,
  Eye,
  EyeOff,
  FileSearch,
  Gauge,
  ShieldCheck,
  ShieldOff,
  SlidersHorizontal,
  Tags,
  Trash2,
  UserCog,
  UserPlus,
  X,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useShortcut } from '#components/shell/use-shortcut.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu-items.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import type { Translate } from '#lib/client/words.ts'
import { VISIBILITIES } from '#lib/domain/image.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { useImageActions } from '../actions/image-actions-provider.tsx'
import {
  DELETE_TASK,
  DOWNLOAD_TASK,
  hideTask,
  type ImageTask,
  protectTask,
  STATE_TASKS,
  shareTask,
  storeTask,
  tagTask,
  verdictForAll,
  visibilityTask,
} from '../actions/image-task.ts'
import { useAsker } from '../actions/use-asker.ts'
import { VISIBILITY_ICONS } from '../visibility-label.tsx'

interface BulkBarProps {
  readonly images: readonly ImageView[]
  readonly onClear: () => void
  /** What widens the selection. */
  readonly children?: ReactNode
}

/** What can be done with the selected images together. It floats above the end of the page: rows are selected anywhere. */
export function BulkBar({ images, onClear, children }: BulkBarProps) {
  const t = useTranslations('listMenus.bulk')
  const common = useTranslations('common')
  const reasonOf = useReasonOf()
  const asker = useAsker()
  const { run, progress, ...ask } = useImageActions()
  const { editTags, editProperties, askDeactivate, askDelete, askShare, askMinimums } = ask
  useShortcut(['Escape'], onClear)
  const refusalOf = (task: ImageTask) => reasonOf(verdictForAll(task, images, asker))
  const bind = (task: ImageTask) => ({
    disabledReason: refusalOf(task),
    onSelect: () => void run(task, images),
  })

  return (
    <fieldset className="sticky bottom-[calc(0.75rem+var(--dock-height,0px))] z-20 mx-auto mt-3 flex w-fit max-w-[calc(100%-1.5rem)] items-center gap-2 overflow-x-auto rounded-lg bg-raised p-2 ps-3.5 whitespace-nowrap shadow-popup">
      <legend className="sr-only">{t('label')}</legend>
      <p className="text-sm font-medium tabular-nums" role="status">
        {t('count', { n: String(images.length) })}
      </p>
      {children}
      {progress !== null && (
        <span className="flex items-center gap-2 text-xs text-muted tabular-nums">
          <Progress
            label={t('working')}
            percent={(progress.doneCount / progress.count) * 100}
            className="w-20"
          />
          {t('of', { done: String(progress.doneCount), all: String(progress.count) })}
        </span>
      )}
      <Button size="sm" icon={Tags} disabledReason={refusalOf(NO_TAGS)} onClick={() => editTags(images)}>
        {t('tags')}
      </Button>
      <Menu
        trigger={
          <Button size="sm">
            {t('visibility')} <ChevronDown aria-hidden className="size-3" />
          </Button>
        }
      >
        {VISIBILITIES.map((visibility) => (
          <MenuItem
            key={visibility}
            icon={VISIBILITY_ICONS[visibility]}
            {...bind(visibilityTask(visibility))}
          >
            {common(`visibility.${visibility}`)}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        trigger={
          <Button size="sm">
            {t('more')} <ChevronDown aria-hidden className="size-3" />
          </Button>
        }
      >
        <MenuItem
          icon={SlidersHorizontal}
          disabledReason={refusalOf(NO_TAGS)}
          onSelect={() => editProperties(images)}
        >
          {t('properties')}
        </MenuItem>
        <MenuItem icon={Gauge} disabledReason={refusalOf(NO_TAGS)} onSelect={() => askMinimums(images)}>
          {t('minimums')}
        </MenuItem>
        <MenuItem icon={UserPlus} disabledReason={refusalOf(ANY_SHARE)} onSelect={() => askShare(images)}>
          {t('share')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={EyeOff} {...bind(hideTask(true))}>
          {t('hide')}
        </MenuItem>
        <MenuItem icon={Eye} {...bind(hideTask(false))}>
          {t('show')}
        </MenuItem>
        <MenuItem icon={ShieldCheck} {...bind(protectTask(true))}>
          {t('protect')}
        </MenuItem>
        <MenuItem icon={ShieldOff} {...bind(protectTask(false))}>
          {t('unprotect')}
        </MenuItem>
        <MenuItem
          icon={CirclePause}
          disabledReason={refusalOf(STATE_TASKS.deactivate)}
          onSelect={() => askDeactivate(images)}
        >
          {t('deactivate')}
        </MenuItem>
        <MenuItem icon={CirclePlay} {...bind(STATE_TASKS.reactivate)}>
          {t('reactivate')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Download} {...bind(DOWNLOAD_TASK)}>
          {t('download')}
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => void copyIds(images, t)}>
          {t('copyIds')}
        </MenuItem>
        {isAdministrator(asker) && <AdministratorItems images={images} />}
      </Menu>
      <Button
        size="sm"
        icon={Trash2}
        className="text-danger!"
        disabledReason={refusalOf(DELETE_TASK)}
        onClick={() => askDelete(images)}
      >
        {t('delete')}
      </Button>
      <Button size="sm" variant="ghost" icon={X} onClick={onClear}>
        {t('clear')}
      </Button>
    </fieldset>
  )
}

/** Whose data lies where, and to whom it belongs. */
function AdministratorItems({ images }: { readonly images: readonly ImageView[] }) {
  const t = useTranslations('listMenus.bulk')
  const { run, changeOwner, askStore } = useImageActions()
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={UserCog} onSelect={() => changeOwner(images)}>
        {t('owner')}
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => askStore('copy', images)}>
        {t('copyTo')}
      </MenuItem>
      <MenuItem icon={ArrowRightLeft} onSelect={() => askStore('move', images)}>
        {t('moveTo')}
      </MenuItem>
      <MenuItem icon={Eraser} onSelect={() => askStore('remove', images)}>
        {t('removeFrom')}
      </MenuItem>
      <MenuItem icon={FileSearch} onSelect={() => void run(storeTask({ action: 'verify' }), images)}>
        {t('verify')}
      </MenuItem>
    </>
  )
}

async function copyIds(images: readonly ImageView[], t: Translate<'listMenus.bulk'>): Promise<void> {
  await navigator.clipboard.writeText(images.map(({ id }) => id).join('\n'))
  showToast({ tone: 'ok', title: t('idsCopied', { count: images.length, n: String(images.length) }) })
}

const ANY_SHARE = shareTask({ id: '', name: '' })
const NO_TAGS = tagTask({ add: [], remove: [] })
