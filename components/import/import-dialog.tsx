'use client'

import { CloudDownload, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { FoundImage } from './found-image.tsx'
import { type Importing, reasonNotToImport, useImport } from './use-import.ts'

interface ImportDialogProps {
  readonly asker: Asker
  readonly onClose: () => void
}

/** An address becomes an image: the service looks at it first, so that nobody waits an hour for a refusal. */
export function ImportDialog({ asker, onClose }: ImportDialogProps) {
  const t = useTranslations('import')
  const common = useTranslations('common')
  const importing = useImport(onClose)
  const address = useRef<HTMLInputElement>(null)
  const { found, startError } = importing
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={common('importFromAddress')}
      description={t('description')}
      initialFocus={address}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            icon={CloudDownload}
            isBusy={importing.isStarting}
            disabledReason={reasonNotToImport(importing, t)}
            onClick={importing.begin}
          >
            {t('import')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <AddressForm importing={importing} input={address} />
        <Outcome importing={importing} />
        {found !== null && <FoundImage found={found} edit={importing.edit} asker={asker} />}
        {startError !== null && <FaultNotice title={t('notBegun')} error={startError} />}
      </div>
    </Dialog>
  )
}

interface AddressFormProps {
  readonly importing: Importing
  readonly input: React.RefObject<HTMLInputElement | null>
}

function AddressForm({ importing, input }: AddressFormProps) {
  const t = useTranslations('import')
  const { text, uri, type, lookAtIt, isLooking, lookError, found } = importing
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (uri !== '' && !isLooking) lookAtIt()
      }}
    >
      <Field
        label={t('address')}
        hint={found === null ? t('addressHint') : undefined}
        error={lookError === null ? undefined : faultMessage(lookError)}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              ref={input}
              type="url"
              inputMode="url"
              value={text}
              placeholder="https://cloud.example.org/images/disk.qcow2"
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => type(event.target.value)}
            />
            <Button
              type="submit"
              icon={Search}
              isBusy={isLooking}
              disabledReason={uri === '' ? t('addressFirst') : undefined}
            >
              {t('look')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}

/** What came of the look, when it was nothing good; and that it goes on. */
function Outcome({
  importing: { isLooking, lookError, unreachable, uri },
}: {
  readonly importing: Importing
}) {
  const t = useTranslations('import')
  if (isLooking) {
    return (
      <div role="status" className="grid gap-3">
        <p className="text-muted">
          {URL.canParse(uri) ? t('looking', { host: new URL(uri).host }) : t('lookingAtAddress')}
        </p>
        <Skeleton className="h-16 rounded-lg" />
      </div>
    )
  }
  if (lookError !== null) {
    return (
      <Notice tone="info" title={t('refused.title')}>
        {t('refused.text')}
      </Notice>
    )
  }
  if (unreachable === null) return null
  return (
    <Notice tone="danger" title={t('unreachable.title')}>
      <p>
        <ServiceText>{unreachable}</ServiceText>
      </p>
      <p className="mt-1">{t('unreachable.text')}</p>
    </Notice>
  )
}
