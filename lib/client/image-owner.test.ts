import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import type { QuotaWire } from '../contract/quota-wire.ts'
import { quotaConsequence } from './image-owner.ts'

const t = wordsOf('actions.owner')

const free = { used: 0, reserved: 0, limit: null }
const quota: QuotaWire = {
  project_id: 'p',
  project_name: 'P',
  image_size_total: free,
  image_stage_total: free,
  image_count_total: free,
  image_count_uploading: free,
}

describe('what a change of owner does to a quota', () => {
  it('is nothing to tell where nothing limits the project', () => {
    expect(quotaConsequence([{ sizeBytes: 5 }], quota, t)).toBeNull()
  })

  it('counts what is there, what is on its way and the image', () => {
    const limited = { ...quota, image_size_total: { used: 1024, reserved: 1024, limit: 4096 } }
    expect(quotaConsequence([{ sizeBytes: 2048 }], limited, t)?.isTooMuch).toBe(false)
    expect(quotaConsequence([{ sizeBytes: 2049 }], limited, t)).toMatchObject({ isTooMuch: true })
    expect(quotaConsequence([{ sizeBytes: 2000 }, { sizeBytes: 49 }], limited, t)?.isTooMuch).toBe(true)
    expect(quotaConsequence([{ sizeBytes: null }], limited, t)?.isTooMuch).toBe(false)
  })

  it('counts the image as one more', () => {
    const full = { ...quota, image_count_total: { used: 3, reserved: 0, limit: 3 } }
    expect(quotaConsequence([{ sizeBytes: null }], full, t)?.text).toContain('4 of 3 images')
  })
})
