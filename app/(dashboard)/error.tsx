'use client'

import { FailedPage, type FailedPageProps } from '#components/shell/failed-page.tsx'

/** Inside the shell: the rest of the dashboard stays at hand. */
export default function ErrorPage(props: FailedPageProps) {
  return <FailedPage {...props} />
}
