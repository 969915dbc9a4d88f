import type { Translate } from '../../words.ts'
import type { UploadNews } from '../model/news.ts'
import { faultTitle } from './fault-words.ts'

/** What a screen reader is told. */
export function newsText(news: UploadNews, t: Translate<'upload'>): string {
  const { name } = news
  switch (news.what) {
    case 'failed':
      return t('news.failed', { name, reason: faultTitle(news.fault, t) })
    case 'sent':
      return t('news.sent', { name, percent: news.percent })
    default:
      return t(`news.${news.what}`, { name })
  }
}
