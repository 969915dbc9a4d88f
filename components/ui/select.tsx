'use client'

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { cx } from './cx.ts'
import { CONTROL_LOOK } from './input.tsx'
import { POPUP_ITEM_LOOK, POPUP_LOOK } from './popup-look.ts'

export interface SelectOption<T extends string> {
  readonly value: T
  readonly label: string
  /** One line that explains the choice. */
  readonly description?: string
  /** Why it cannot be chosen now; it takes the place of the description. */
  readonly disabledReason?: string | undefined
}

interface SelectProps<T extends string> {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean | undefined
  /** The name for screen readers, where no visible label points at it. */
  readonly label?: string
  readonly value: T
  readonly options: readonly SelectOption<T>[]
  readonly onChange: (value: T) => void
  readonly isDisabled?: boolean
  readonly className?: string
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  isDisabled = false,
  className,
  ...rest
}: SelectProps<T>) {
  return (
    <Base.Root
      items={[...options]}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        {...rest}
        aria-label={label}
        className={cx(
          CONTROL_LOOK,
          'flex h-8 items-center gap-2 px-2.5 text-start select-none pointer-coarse:h-10',
          className,
        )}
      >
        <Base.Value className="min-w-0 flex-1 truncate" />
        <Base.Icon>
          <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        {/* Fixed, as dialogs are: a page that moves behind one must not take the list along. */}
        <Base.Positioner
          positionMethod="fixed"
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
          className="z-60 outline-none"
        >
          <Base.Popup
            className={cx(
              POPUP_LOOK,
              'max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1',
            )}
          >
            <Base.List>
              {options.map((option) => (
                <Option key={option.value} option={option} />
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Option<T extends string>({ option }: { readonly option: SelectOption<T> }) {
  const isOff = option.disabledReason !== undefined
  const explanation = option.disabledReason ?? option.description
  return (
    <Base.Item value={option.value} disabled={isOff} className={cx(POPUP_ITEM_LOOK, isOff && 'text-faint')}>
      <span className="min-w-0 flex-1">
        <Base.ItemText>{option.label}</Base.ItemText>
        {explanation !== undefined && (
          <span className="block max-w-72 text-xs text-muted">{explanation}</span>
        )}
      </span>
      <Base.ItemIndicator>
        <Check aria-hidden className="size-3.5" />
      </Base.ItemIndicator>
    </Base.Item>
  )
}
