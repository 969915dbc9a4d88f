import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

interface ChangedMeanwhileProps {
  readonly what: 'image' | 'namespace'
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else was faster: nothing is lost on either side, and the person decides how to go on. */
export function ChangedMeanwhile({ what, onKeepMine, onTakeTheirs }: ChangedMeanwhileProps) {
  const t = useTranslations('common.changedMeanwhile')
  return (
    <Notice tone="warn" title={t('title', { what })} className="mb-4">
      <p>{t('text')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onKeepMine}>
          {t('keepMine')}
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          {t('takeTheirs')}
        </Button>
      </div>
    </Notice>
  )
}
