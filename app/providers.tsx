'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { DirectionProvider } from '@base-ui/react/direction-provider'
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
  /** Tells menus and tabs which arrow key leads on. */
  readonly direction: 'ltr' | 'rtl'
  readonly children: ReactNode
}

export function Providers({ nonce, direction, children }: ProvidersProps) {
  const [client] = useState(createQueryClient)
  // Before this a key or a click finds nobody who listens: whoever drives the page from outside waits for it.
  useEffect(() => {
    document.documentElement.dataset.ready = ''
  }, [])
  return (
    <CSPProvider nonce={nonce}>
      <DirectionProvider direction={direction}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </DirectionProvider>
    </CSPProvider>
  )
}
