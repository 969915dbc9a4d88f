'use client'

import { useLocale, useTranslations } from 'next-intl'
import { byteText } from '#lib/client/byte-text.ts'
import type { ListTotal as Total } from '#lib/client/image-list.ts'

/** What the list comes to; past what the service counts, "more than". */
export function ListTotal({ total }: { readonly total: Total | undefined }) {
  const t = useTranslations('images.total')
  const n = total?.count.toLocaleString(useLocale()) ?? ''
  return (
    <p className="text-xs whitespace-nowrap text-muted tabular-nums" role="status">
      {total !== undefined && (
        <>
          {total.isMore ? t('more', { n }) : t('exact', { count: total.count, n })}
          {total.bytes > 0 && (
            <>
              <span aria-hidden> · </span>
              {total.isMore ? t('over', { size: byteText(total.bytes) }) : byteText(total.bytes)}
            </>
          )}
        </>
      )}
    </p>
  )
}
