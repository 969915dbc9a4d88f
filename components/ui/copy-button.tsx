'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './icon-button.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, as in "Copy image ID". */
  readonly what: string
  readonly className?: string
}

const SHOW_DONE_MS = 1500

export function CopyButton({ text, what, className }: CopyButtonProps) {
  const t = useTranslations('common')
  const [isDone, setIsDone] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text)
    setIsDone(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setIsDone(false), SHOW_DONE_MS)
  }

  return (
    <>
      <IconButton
        size="sm"
        label={isDone ? t('copied') : t('copyWhat', { what })}
        icon={isDone ? Check : Copy}
        className={className ?? ''}
        onClick={() => void copy()}
      />
      <span role="status" className="sr-only">
        {isDone ? t('copiedWhat', { what }) : ''}
      </span>
    </>
  )
}
