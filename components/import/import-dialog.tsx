'use client'

import { CloudDownload, Search } from 'lucide-react'
import { useRef } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
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
  const importing = useImport(onClose)
  const address = useRef<HTMLInputElement>(null)
  const { found, startError } = importing
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import from an address"
      description="The service fetches the file itself. This computer can be switched off meanwhile."
      initialFocus={address}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            icon={CloudDownload}
            isBusy={importing.isStarting}
            disabledReason={reasonNotToImport(importing)}
            onClick={importing.begin}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <AddressForm importing={importing} input={address} />
        <Outcome importing={importing} />
        {found !== null && <FoundImage found={found} edit={importing.edit} asker={asker} />}
        {startError !== null && (
          <FaultNotice title="The import was not begun, and no image was made" error={startError} />
        )}
      </div>
    </Dialog>
  )
}

interface AddressFormProps {
  readonly importing: Importing
  readonly input: React.RefObject<HTMLInputElement | null>
}

function AddressForm({ importing, input }: AddressFormProps) {
  const { text, uri, type, lookAtIt, isLooking, lookError, found } = importing
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (uri !== '' && !isLooking) lookAtIt()
      }}
    >
      <Field
        label="Address of the image"
        hint={
          found === null
            ? 'Of the file itself, as https://… The service reads its beginning and looks for a checksum beside it.'
            : undefined
        }
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
              disabledReason={uri === '' ? 'Enter an address first' : undefined}
            >
              Look at it
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
  if (isLooking) {
    return (
      <div role="status" className="grid gap-3">
        <p className="text-muted">The service looks at {hostOf(uri)} …</p>
        <Skeleton className="h-16 rounded-lg" />
      </div>
    )
  }
  if (lookError !== null) {
    return (
      <Notice tone="info" title="What to do">
        Use an address of another server, or download the file and upload it from this computer. Which
        addresses the service may ask, its administrators decide.
      </Notice>
    )
  }
  if (unreachable === null) return null
  return (
    <Notice tone="danger" title="There is no file that the service could fetch">
      <p>{unreachable}</p>
      <p className="mt-1">
        Open the address in a browser to see whether it is right. A file that only your computer can reach has
        to be uploaded.
      </p>
    </Notice>
  )
}

function hostOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).host : 'the address'
}
