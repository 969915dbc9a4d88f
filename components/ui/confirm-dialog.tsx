'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { DIALOG_LOOK, SCRIM_LOOK } from './dialog.tsx'
import { Input } from './input.tsx'
import { Notice } from './notice.tsx'

interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode
  readonly confirmLabel: string
  /** For questions in which "Cancel" could be taken for the answer. */
  readonly dismissLabel?: string
  readonly tone?: 'primary' | 'danger'
  /** The person must type this word first: for what cannot be undone and hits much. */
  readonly typeToConfirm?: string | undefined
  /** The dialog stays open and says why when it rejects. */
  readonly onConfirm: () => Promise<unknown>
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose } = props
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup
          className={cx(DIALOG_LOOK, 'sm:max-w-md')}
          initialFocus={props.typeToConfirm === undefined ? cancel : true}
        >
          <ConfirmForm {...props} cancel={cancel} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

type ConfirmFormProps = ConfirmDialogProps & { readonly cancel: React.RefObject<HTMLButtonElement | null> }

function ConfirmForm({
  onClose,
  title,
  children,
  confirmLabel,
  dismissLabel,
  tone = 'danger',
  typeToConfirm,
  onConfirm,
  cancel,
}: ConfirmFormProps) {
  const t = useTranslations('common')
  const inputId = useId()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const isTyped = typeToConfirm === undefined || typed.trim() === typeToConfirm

  async function confirm(): Promise<void> {
    setIsBusy(true)
    setProblem(null)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
      setIsBusy(false)
    }
  }

  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (isTyped && !isBusy) void confirm()
      }}
    >
      <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-5">
        <Base.Title className="text-base font-semibold">{title}</Base.Title>
        <Base.Description render={<div />} className="mt-1.5 text-sm text-muted">
          {children}
        </Base.Description>
        {typeToConfirm !== undefined && (
          <label htmlFor={inputId} className="mt-4 block text-sm">
            <span className="mb-1 block">
              {t.rich('typeToConfirm', {
                word: () => <strong className="font-mono text-xs font-semibold">{typeToConfirm}</strong>,
              })}
            </span>
            <Input
              id={inputId}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              spellCheck={false}
            />
          </label>
        )}
        {problem !== null && (
          <Notice tone="danger" className="mt-4">
            {problem}
          </Notice>
        )}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">
        <Button ref={cancel} onClick={onClose}>
          {dismissLabel ?? t('cancel')}
        </Button>
        <Button
          type="submit"
          variant={tone}
          isBusy={isBusy}
          disabledReason={isTyped ? undefined : t('typeFirst', { word: typeToConfirm ?? '' })}
        >
          {confirmLabel}
        </Button>
      </footer>
    </form>
  )
}
