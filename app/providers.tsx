'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { isWorthRetrying } from '#lib/client/http.ts'

const TRIES = 2

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events tell when something changed; until then what is here is good.
        staleTime: 30_000,
        retry: (failures, error) => failures < TRIES && isWorthRetrying(error),
      },
    },
  })
}

interface ProvidersProps {
  /** Lets the few style elements of the components through the content security policy. */
  readonly nonce: string | undefined
  readonly children: ReactNode
}

export function Providers({ nonce, children }: ProvidersProps) {
  const [client] = useState(createQueryClient)
  // Before this a key or a click finds nobody who listens: whoever drives the page from outside waits for it.
  useEffect(() => {
    document.documentElement.dataset.ready = ''
  }, [])
  return (
    <CSPProvider nonce={nonce}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </CSPProvider>
  )
}
