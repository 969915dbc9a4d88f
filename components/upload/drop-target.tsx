'use client'

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { type ChosenFile, droppedFiles } from '#lib/client/upload/file/choose.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { Asker } from '#lib/domain/rights.ts'

const DropSign = lazyPart(
  withWords(['upload'], () => import('./drop-sign.tsx').then((file) => file.DropSign)),
)

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

  return isOver ? <DropSign verdict={verdict} /> : null
}
