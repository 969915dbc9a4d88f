import type { ReactNode } from 'react'
import { byteText, exactBytes } from '#lib/client/byte-text.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { StatusBadge } from '../status-badge.tsx'
import { VisibilityLabel } from '../visibility-label.tsx'

/** The answers that most people come for, on one line. */
export function ImageSummary({ image }: { readonly image: ImageView }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 xl:grid-cols-6">
      <Item label="Status">
        <StatusBadge image={image} />
      </Item>
      <Item label="Visibility">
        <VisibilityLabel visibility={image.visibility} />
      </Item>
      <Item label="Format">
        {image.diskFormat ?? 'not said'}
        {image.containerFormat !== null && (
          <span className="font-normal text-muted"> · {image.containerFormat}</span>
        )}
      </Item>
      <Item label="Size">
        <Bytes bytes={image.sizeBytes} />
      </Item>
      <Item label="Virtual size">
        <Bytes bytes={image.virtualSizeBytes} />
      </Item>
      <Item label="Machines need">{needsText(image)}</Item>
    </dl>
  )
}

function Item({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-3.5 py-2.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 font-medium tabular-nums">{children}</dd>
    </div>
  )
}

function Bytes({ bytes }: { readonly bytes: number | null }) {
  if (bytes === null) return <span className="text-faint">unknown</span>
  return <span title={exactBytes(bytes)}>{byteText(bytes)}</span>
}

function needsText({ minDiskGb, minRamMb }: ImageView): string {
  const disk = minDiskGb > 0 ? `${minDiskGb} GB disk` : null
  const memory = minRamMb > 0 ? `${memoryText(minRamMb)} RAM` : null
  return [disk, memory].filter((part) => part !== null).join(', ') || 'nothing special'
}

function memoryText(mb: number): string {
  return mb % 1024 === 0 ? `${mb / 1024} GB` : `${mb} MB`
}
