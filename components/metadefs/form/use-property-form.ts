'use client'

import { useMemo, useState } from 'react'
import type { ImageDefinitions } from '#lib/client/metadefs/definitions.ts'
import { joinedLocks, type PropertyLocks } from '#lib/client/metadefs/property-locks.ts'
import {
  applyChanges,
  changesOf,
  countOf,
  type FormBase,
  type Properties,
  type PropertyChanges,
  type PropertyRow,
  problemsOfRows,
  rowsOf,
  warningsOfRows,
  withKeys,
  withProperties,
  withText,
} from '#lib/client/metadefs/property-rows.ts'
import { propertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import type { KnownKeys } from '#lib/contract/metadefs/known-keys.ts'

export interface PropertyForm {
  readonly base: FormBase
  readonly definitions: ImageDefinitions
  readonly known: KnownKeys
  readonly locks: PropertyLocks
  readonly rows: readonly PropertyRow[]
  /** By key. */
  readonly problems: ReadonlyMap<string, string>
  /** What is wrong with values that are there already, by key. */
  readonly warnings: ReadonlyMap<string, string>
  readonly changes: PropertyChanges
  /** The row that was added last by hand. */
  readonly newKey: string | null
  readonly setText: (key: string, text: string | null) => void
  readonly remove: (key: string) => void
  /** Makes it what it was. */
  readonly undo: (key: string) => void
  /** Shows these, too, with the values given; the first that is new is where typing goes on. */
  readonly add: (rows: readonly PropertyRow[]) => void
  /** These properties and no others. */
  readonly replace: (properties: Properties) => void
}

const NO_CHANGES: PropertyChanges = { set: {}, removed: [] }

interface FormOptions {
  /** Changes that are in the form from the start. */
  readonly startFrom?: PropertyChanges | undefined
  /** What the images say themselves of their properties. */
  readonly locks?: PropertyLocks | undefined
}

/** The state of the property form, whatever its properties belong to. */
export function usePropertyForm(
  base: FormBase,
  definitions: ImageDefinitions,
  { startFrom = NO_CHANGES, locks: ownLocks }: FormOptions = {},
): PropertyForm {
  const { known } = definitions
  const locks = useMemo(() => joinedLocks([definitions.locks, ownLocks]), [definitions, ownLocks])
  const [rows, setRows] = useState(() => {
    const before = rowsOf(base, known)
    return countOf(startFrom) === 0
      ? before
      : withProperties(before, applyChanges(base.properties, startFrom))
  })
  const [newKey, setNewKey] = useState<string | null>(null)
  const check = useMemo(() => propertyCheck(known), [known])
  const knowledge = useMemo(() => ({ base, known, check, locks }), [base, known, check, locks])
  const problems = useMemo(() => problemsOfRows(rows, knowledge), [rows, knowledge])
  return {
    ...{ base, definitions, known, locks, rows, problems },
    warnings: useMemo(() => warningsOfRows(rows, knowledge), [rows, knowledge]),
    changes: changesOf(base, rows),
    newKey,
    setText: (key, text) => setRows((before) => withText(before, key, text)),
    remove: (key) => setRows((before) => before.filter((row) => row.key !== key)),
    undo(key) {
      const isOld = Object.hasOwn(base.properties, key)
      const old = { key, text: isOld ? (base.properties[key] ?? '') : null }
      setRows((before) => {
        const others = before.filter((row) => row.key !== key)
        if (!isOld && !base.mixed.has(key)) return others
        return before.some((row) => row.key === key) ? withText(before, key, old.text) : [...before, old]
      })
    },
    add(added) {
      setNewKey(added.find(({ key }) => !rows.some((row) => row.key === key))?.key ?? null)
      setRows((before) => withKeys(before, added))
    },
    replace: (properties) => setRows((before) => withProperties(before, properties)),
  }
}
