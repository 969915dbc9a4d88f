import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { propertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import { IMAGE_TYPE, knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import { readFolder } from '#lib/metadefs/read-folder.ts'
import { PRESETS } from './presets.ts'
import { baseOf, type FormBase, rowsOf } from './property-rows.ts'
import { portableOf, takenBy, takeoverOf } from './takeover.ts'

const { trees } = await readFolder(join(import.meta.dirname, '../../../metadefs'), 0)
const shipped = knownKeys(trees, IMAGE_TYPE)

test.each(Object.entries(PRESETS))('the preset %s sets what the shipped definitions allow', (_, preset) => {
  const check = propertyCheck(shipped)
  const wrong = Object.entries(preset).filter(
    ([key, text]) => !shipped.has(key) || check(key, text).length > 0,
  )
  expect(wrong).toEqual([])
})

describe('properties that are taken over', () => {
  const formOf = (base: FormBase, locks = {}) => ({
    base,
    known: shipped,
    locks,
    rows: rowsOf(base, shipped),
  })
  const keysOf = (members: readonly { readonly key: string }[]) => members.map(({ key }) => key)

  it('add what is missing, and leave to the person what has another value', () => {
    const form = formOf(baseOf({ hw_disk_bus: 'ide', hw_vif_model: 'virtio' }))
    const takeover = takeoverOf(form, { hw_disk_bus: 'scsi', hw_vif_model: 'virtio', own: 'x' })
    expect(takeover.differing).toEqual([{ key: 'hw_disk_bus', text: 'scsi', before: 'ide' }])
    expect([keysOf(takeover.added), keysOf(takeover.same)]).toEqual([['own'], ['hw_vif_model']])
    expect(takenBy(takeover, false)).toEqual({ own: 'x' })
    expect(takenBy(takeover, true)).toEqual({ hw_disk_bus: 'scsi', own: 'x' })
  })

  it('replace different values of several images only if asked to', () => {
    const form = formOf({ properties: {}, mixed: new Set(['hw_disk_bus']) })
    const takeover = takeoverOf(form, { hw_disk_bus: 'scsi' })
    expect(takeover.differing).toEqual([{ key: 'hw_disk_bus', text: 'scsi', before: null }])
  })

  it('leave out what is protected and what belongs to one image alone', () => {
    const form = formOf(baseOf({ own: 'x' }), { own: { update: 'No.' }, other: { create: 'No.' } })
    const takeover = takeoverOf(form, {
      own: 'y',
      other: 'y',
      os_glance_import_task: 'y',
      img_signature: 'of other bytes',
    })
    expect(keysOf(takeover.refused)).toEqual(['own', 'other', 'os_glance_import_task', 'img_signature'])
    expect(takenBy(takeover, true)).toEqual({})
    expect(portableOf(form, { own: 'y', os_glance_import_task: 'y' })).toEqual({ own: 'y' })
  })
})
