'use client'

import { byteText } from '#lib/client/byte-text.ts'
import type { ListTotal as Total } from '#lib/client/image-list.ts'

/** What the list comes to; past what the service counts, "more than". */
export function ListTotal({ total }: { readonly total: Total | undefined }) {
  const count = total?.count.toLocaleString('en')
  return (
    <p className="text-xs whitespace-nowrap text-muted tabular-nums" role="status">
      {total !== undefined && (
        <>
          {count}
          {total.isMore && '+'} {total.count === 1 && !total.isMore ? 'image' : 'images'}
          {total.bytes > 0 && (
            <>
              <span aria-hidden> · </span>
              {total.isMore && 'over '}
              {byteText(total.bytes)}
            </>
          )}
        </>
      )}
    </p>
  )
}
