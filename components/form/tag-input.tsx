'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { cx } from '#components/ui/cx.ts'
import { CONTROL_LOOK } from '#components/ui/input.tsx'
import type { ControlProps } from './field.tsx'

interface TagInputProps extends ControlProps {
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
  readonly maxLength?: number
}

/** Free words as chips: Enter or a comma ends one, Backspace in the empty field takes the last away. */
export function TagInput({ tags, onChange, maxLength = 255, ...control }: TagInputProps) {
  const t = useTranslations('common')
  const [text, setText] = useState('')

  function add(words: readonly string[]): void {
    const fresh = words.map((word) => word.trim()).filter((word) => word !== '')
    if (fresh.length > 0) onChange([...new Set([...tags, ...fresh])])
  }
  /** Also for what is pasted: every comma ends a tag. */
  function type(typed: string): void {
    const words = typed.split(',')
    setText(words.pop() ?? '')
    add(words)
  }
  function finish(): void {
    setText('')
    add([text])
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault()
      finish()
    } else if (event.key === 'Backspace' && text === '') {
      onChange(tags.slice(0, -1))
    }
  }

  return (
    <div
      className={cx(CONTROL_LOOK, 'flex min-h-8 flex-wrap items-center gap-1 p-1 focus-within:border-accent')}
    >
      {tags.map((tag) => (
        <span key={tag} className="inline-flex h-6 max-w-full items-center rounded-sm bg-hover ps-2 text-xs">
          <bdi className="truncate">{tag}</bdi>
          <button
            type="button"
            aria-label={t('removeTag', { tag })}
            onClick={() => onChange(tags.filter((other) => other !== tag))}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:text-ink"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...control}
        value={text}
        maxLength={maxLength}
        autoComplete="off"
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={finish}
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-sm outline-none"
      />
    </div>
  )
}
