'use client'

import { Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useShortcut } from '#components/shell/use-shortcut.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'

interface SearchBoxProps {
  readonly text: string
  readonly onSearch: (text: string) => void
}

const QUIET_MS = 250

/** Searches when the typing pauses, or at once with Enter. */
export function SearchBox({ text, onSearch }: SearchBoxProps) {
  const t = useTranslations('images.search')
  // What is being typed; null: the box shows what is searched for.
  const [draft, setDraft] = useState<string | null>(null)
  const box = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useShortcut(['/'], () => box.current?.focus())

  function search(wanted: string): void {
    clearTimeout(timer.current)
    setDraft(null)
    if (wanted !== text) onSearch(wanted)
  }
  function type(wanted: string): void {
    setDraft(wanted)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => search(wanted), QUIET_MS)
  }

  return (
    <search className="relative w-full sm:w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-2.5 my-auto size-3.5 text-faint"
      />
      <Input
        ref={box}
        type="text"
        inputMode="search"
        aria-label={t('label')}
        placeholder={t('placeholder')}
        className="ps-8 pe-8"
        spellCheck={false}
        value={draft ?? text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(event.currentTarget.value)
          if (event.key === 'Escape') search('')
        }}
      />
      {(draft ?? text) !== '' && (
        <IconButton
          size="sm"
          label={t('clear')}
          icon={X}
          hasTooltip={false}
          className="absolute end-1 top-1 pointer-coarse:top-0"
          onClick={() => {
            search('')
            box.current?.focus()
          }}
        />
      )}
    </search>
  )
}
