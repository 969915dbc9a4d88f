'use client'

import { type Ref, useImperativeHandle, useRef } from 'react'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'

export interface FileInputHandle {
  ask(then: (files: readonly ChosenFile[]) => void, isMultiple: boolean): void
}

interface FileInputProps {
  readonly ref: Ref<FileInputHandle>
  /** Who gets the files when nobody has asked, as when a test or an extension fills the input. */
  readonly onFiles: (files: readonly ChosenFile[]) => void
}

/** The file chooser of browsers that give no handles. Not shown: buttons open it. */
export function FileInput({ ref, onFiles }: FileInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = useRef(onFiles)
  useImperativeHandle(ref, () => ({
    ask(then, isMultiple) {
      if (input.current === null) return
      take.current = then
      input.current.multiple = isMultiple
      input.current.click()
    },
  }))
  return (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      onChange={(event) => {
        const files = [...(event.target.files ?? [])].map((file) => ({ file, handle: null }))
        // The same file may be chosen again.
        event.target.value = ''
        if (files.length > 0) take.current(files)
        take.current = onFiles
      }}
    />
  )
}
