import { useTranslations } from 'next-intl'
import { buttonLook } from '#components/ui/button-look.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Compass } from '#components/ui/own-icons.tsx'

// Next sends this along with every page, so it is made of what needs no script: a plain link, a plain drawing.
export default function NotFound() {
  const t = useTranslations('common.noSuchPage')
  return (
    <main>
      <EmptyState
        isPage
        icon={Compass}
        title={t('title')}
        actions={
          <a href="/images" className={buttonLook('secondary', 'md')}>
            {t('toImages')}
          </a>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  )
}
