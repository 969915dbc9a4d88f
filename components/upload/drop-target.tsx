'use client'

import { FileUp } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type ChosenFile, droppedFiles } from '#lib/client/upload/file/choose.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { Asker } from '#lib/domain/rights.ts'

interface DropTargetProps {
  readonly asker: Asker
  /** Files are held over the page. */
  readonly onNear: () => void
  readonly onFiles: (files: readonly ChosenFile[]) => void
}

/** The whole page takes files. Shows itself only while some are held over it. */
export function DropTarget({ asker, onNear, onFiles }: DropTargetProps) {
  const [isOver, setIsOver] = useState(false)
  const verdict = imageCan.create(asker)
  // Moving over children leaves and enters again; only the balance tells.
  const depth = useRef(0)

  const onDrag = useEffectEvent((event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    // Without this the browser would open the file instead of the page.
    event.preventDefault()
    event.dataTransfer.dropEffect = verdict.allowed ? 'copy' : 'none'
    if (event.type === 'dragenter') {
      depth.current += 1
      onNear()
    }
    if (event.type === 'dragleave') depth.current -= 1
    if (event.type === 'drop') {
      depth.current = 0
      if (verdict.allowed)
        void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && onFiles(files))
    }
    setIsOver(depth.current > 0)
  })
  useEffect(() => {
    const until = new AbortController()
    const listen = (event: DragEvent): void => onDrag(event)
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      window.addEventListener(type, listen, { signal: until.signal })
    }
    return () => until.abort()
  }, [])

  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-60 bg-scrim p-3 sm:p-5">
      <div className="grid h-full place-items-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90">
        <div className="px-6 text-center">
          <FileUp aria-hidden className="mx-auto size-9 text-accent" strokeWidth={1.5} />
          <p className="mt-3 text-xl font-semibold">
            {verdict.allowed ? 'Drop to upload' : 'You cannot upload here'}
          </p>
          <p className="mt-1 text-base text-muted">
            {verdict.allowed ? 'Nothing is sent before you have seen what is in the files.' : verdict.reason}
          </p>
        </div>
      </div>
    </div>
  )
}
