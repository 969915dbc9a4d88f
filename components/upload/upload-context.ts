'use client'

import { createContext, useContext } from 'react'
import type { UploadEngine } from '#lib/client/upload/engine/engine.ts'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'
import type { UploadOwner } from '#lib/client/upload/model/upload.ts'
import type { NewVersion } from '#lib/client/upload/prepare/new-version.ts'

export interface UploadDoor {
  readonly owner: UploadOwner
  /** Opens the dialog that prepares these files, as a new version of a family where they are to be one. */
  readonly prepare: (files: readonly ChosenFile[], version?: NewVersion) => void
  /** Lets the person choose files. Call it from a click. */
  readonly choose: (then: (files: readonly ChosenFile[]) => void, isMultiple: boolean) => void
  /** Brings the desk behind the door, where it is not there yet. */
  readonly openDesk: () => void
}

/** The door as it is seen from the desk, where uploads are made. */
export interface DeskDoor extends UploadDoor {
  readonly engine: UploadEngine
}

export const UploadContext = createContext<UploadDoor | null>(null)

/** The way to uploads, inside `UploadProvider`; null for who is signed in to no project. */
export function useUploadDoor(): UploadDoor | null {
  return useContext(UploadContext)
}
