'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { CONTROL_LOOK } from './input.tsx'
import { POPUP_ITEM_LOOK, POPUP_LOOK } from './popup-look.ts'

interface ControlAttributes {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean | undefined
}

interface ComboboxProps extends ControlAttributes {
  /** The name for screen readers of the list and its button. */
  readonly label: string
  readonly value: string | null
  readonly options: readonly string[]
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly onChange: (value: string | null) => void
}

/** One of many words: typing narrows the list. */
export function Combobox(props: ComboboxProps) {
  const { label, value, options, placeholder, isDisabled = false, onChange, ...control } = props
  const t = useTranslations('common')
  return (
    <Base.Root
      items={[...options]}
      value={value}
      disabled={isDisabled}
      onValueChange={(next: string | null, details) => unlessEscaped(details, () => onChange(next))}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          {...control}
          placeholder={placeholder}
          spellCheck={false}
          className={cx(CONTROL_LOOK, 'h-8 ps-2.5 pe-8 pointer-coarse:h-10')}
        />
        <Base.Trigger
          aria-label={t('choicesFor', { label })}
          className="absolute inset-y-0 end-0 grid w-8 place-items-center text-faint"
        >
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Trigger>
      </Base.InputGroup>
      <Choices label={label} />
    </Base.Root>
  )
}

interface MultiComboboxProps extends ControlAttributes {
  readonly label: string
  readonly values: readonly string[]
  readonly options: readonly string[]
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly onChange: (values: readonly string[]) => void
}

/** Several of many words, each a chip. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { label, values, options, placeholder, isDisabled = false, onChange, ...control } = props
  const t = useTranslations('common')
  return (
    <Base.Root
      items={[...options]}
      multiple
      value={[...values]}
      disabled={isDisabled}
      onValueChange={(next: string[], details) => unlessEscaped(details, () => onChange(next))}
    >
      <Base.InputGroup
        className={cx(CONTROL_LOOK, 'flex min-h-8 flex-wrap items-center p-1 focus-within:border-accent')}
      >
        <Base.Chips className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
          {values.map((value) => (
            <Base.Chip
              key={value}
              aria-label={value}
              className="inline-flex h-6 max-w-full items-center rounded-sm bg-hover ps-2 text-xs data-highlighted:bg-accent-soft"
            >
              <bdi className="truncate">{value}</bdi>
              <Base.ChipRemove
                aria-label={t('removeValue', { value })}
                className="grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:text-ink"
              >
                <X aria-hidden className="size-3" />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            {...control}
            placeholder={values.length === 0 ? placeholder : undefined}
            spellCheck={false}
            className="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-sm outline-none"
          />
        </Base.Chips>
      </Base.InputGroup>
      <Choices label={label} />
    </Base.Root>
  )
}

/** Escape leaves a list or a dialog; that it would also throw the value away is a surprise. */
function unlessEscaped(details: Base.Root.ChangeEventDetails, change: () => void): void {
  if (details.reason === 'escape-key') details.cancel()
  else change()
}

function Choices({ label }: { readonly label: string }): ReactNode {
  const t = useTranslations('common')
  return (
    <Base.Portal>
      {/* Fixed, as dialogs are: a page that moves behind one must not take the list along. */}
      <Base.Positioner
        positionMethod="fixed"
        sideOffset={4}
        collisionPadding={8}
        className="z-60 outline-none"
      >
        <Base.Popup className={cx(POPUP_LOOK, 'w-(--anchor-width) max-w-(--available-width) min-w-56 p-1')}>
          <Base.Empty>
            <p className="px-2 py-3 text-center text-muted">{t('nothingCalledThat')}</p>
          </Base.Empty>
          <Base.List
            aria-label={label}
            className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain"
          >
            {(option: string) => (
              <Base.Item key={option} value={option} className={POPUP_ITEM_LOOK}>
                <bdi className="min-w-0 flex-1 break-words">{option}</bdi>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-3.5" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
