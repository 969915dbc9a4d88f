'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { POPUP_ITEM_LOOK, POPUP_LOOK } from './popup-look.ts'

export interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly onSelect?: () => void
  /** Why it cannot be chosen now; it is shown in the item. */
  readonly disabledReason?: string | undefined
  readonly tone?: 'danger'
  readonly hint?: ReactNode
  /** Makes the item a link: `<a href download>` or a Next link. */
  readonly link?: ReactElement
}

export function MenuItem({ icon, children, onSelect, disabledReason, tone, hint, link }: MenuItemProps) {
  const content = (
    <ItemContent icon={icon} hint={hint} reason={disabledReason}>
      {children}
    </ItemContent>
  )
  if (link !== undefined && disabledReason === undefined) {
    return (
      <Base.LinkItem closeOnClick render={link} className={POPUP_ITEM_LOOK}>
        {content}
      </Base.LinkItem>
    )
  }
  const isOff = disabledReason !== undefined
  return (
    <Base.Item
      disabled={isOff}
      {...(onSelect && { onClick: onSelect })}
      className={cx(
        POPUP_ITEM_LOOK,
        isOff && 'items-start text-faint',
        !isOff && tone === 'danger' && 'text-danger data-highlighted:bg-danger-soft',
      )}
    >
      {content}
    </Base.Item>
  )
}

interface ItemContentProps {
  readonly icon?: LucideIcon | undefined
  readonly children: ReactNode
  readonly hint?: ReactNode
  readonly reason?: string | undefined
}

function ItemContent({ icon: Icon, children, hint, reason }: ItemContentProps) {
  return (
    <>
      {Icon && (
        <Icon aria-hidden className={cx('size-3.5 shrink-0 opacity-75', reason !== undefined && 'mt-0.75')} />
      )}
      <span className="min-w-0 flex-1">
        {children}
        {reason !== undefined && <span className="block max-w-64 text-xs text-faint">{reason}</span>}
      </span>
      {hint !== undefined && <span className="ms-4 text-xs text-faint">{hint}</span>}
    </>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />
}

export function MenuGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-xs font-medium text-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

export interface MenuChoiceProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}

/** One of several; its members are MenuRadioItem. */
export function MenuRadioGroup({ label, value, onChange, children }: MenuChoiceProps) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      <MenuGroup label={label}>{children}</MenuGroup>
    </Base.RadioGroup>
  )
}

export function MenuRadioItem({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Base.RadioItem value={value} closeOnClick className={POPUP_ITEM_LOOK}>
      <span className="grid size-3.5 shrink-0 place-items-center">
        <Base.RadioItemIndicator>
          <Check aria-hidden className="size-3.5" />
        </Base.RadioItemIndicator>
      </span>
      <span className="min-w-0 flex-1">{children}</span>
    </Base.RadioItem>
  )
}

export interface MenuCheckboxItemProps {
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
  readonly children: ReactNode
}

export function MenuCheckboxItem({ isChecked, onChange, children }: MenuCheckboxItemProps) {
  return (
    <Base.CheckboxItem checked={isChecked} onCheckedChange={onChange} className={POPUP_ITEM_LOOK}>
      <span className="grid size-3.5 shrink-0 place-items-center">
        <Base.CheckboxItemIndicator>
          <Check aria-hidden className="size-3.5" />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 flex-1">{children}</span>
    </Base.CheckboxItem>
  )
}

export interface SubMenuProps {
  readonly icon?: LucideIcon
  readonly label: string
  readonly children: ReactNode
}

export function SubMenu({ icon, label, children }: SubMenuProps) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={POPUP_ITEM_LOOK}>
        <ItemContent icon={icon}>{label}</ItemContent>
        <ChevronRight aria-hidden className="size-3.5 text-faint rtl:-scale-x-100" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-4} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup className={cx(POPUP_LOOK, 'min-w-40 p-1')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

export interface MenuRootProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
  readonly className?: string
}

/** Open from the start: the press that fetched it asked for it. */
export function MenuRoot({ trigger, children, align = 'start', className }: MenuRootProps) {
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger render={trigger} />
      <MenuPanel align={align} className={className}>
        {children}
      </MenuPanel>
    </Base.Root>
  )
}

interface AnchoredMenuProps {
  /** The button that opened it: it stands there, and the focus goes back to it. */
  readonly anchor: HTMLElement
  readonly onClose: () => void
  readonly children: ReactNode
  readonly className?: string
}

/** One open menu for a table of many rows, each with a plain button. */
export function AnchoredMenu({ anchor, onClose, children, className }: AnchoredMenuProps) {
  return (
    <Base.Root
      open
      modal={false}
      onOpenChange={(isOpen, { event }) => {
        // A press on its own button closes it by itself.
        const isOnAnchor = event.target instanceof Node && anchor.contains(event.target)
        if (!isOpen && !(event.type.startsWith('pointer') && isOnAnchor)) onClose()
      }}
    >
      <MenuPanel align="end" anchor={anchor} className={className}>
        {children}
      </MenuPanel>
    </Base.Root>
  )
}

interface MenuPanelProps {
  readonly align: 'start' | 'end'
  readonly anchor?: HTMLElement
  readonly className: string | undefined
  readonly children: ReactNode
}

function MenuPanel({ align, anchor, className, children }: MenuPanelProps) {
  return (
    <Base.Portal>
      <Base.Positioner
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 outline-none"
        {...(anchor && { anchor })}
      >
        <Base.Popup
          className={cx(POPUP_LOOK, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1', className)}
          {...(anchor && { finalFocus: () => anchor })}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
