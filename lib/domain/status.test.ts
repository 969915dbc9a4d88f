import { describe, expect, it } from 'vitest'
import { IMAGE_STATUSES } from './image.ts'
import { assertTransition, canTransition, TRANSITIONS } from './status.ts'

describe('the life of an image', () => {
  it('ends with deleted, which every status can become', () => {
    expect(TRANSITIONS.deleted).toEqual([])
    const others = IMAGE_STATUSES.filter((status) => status !== 'deleted')
    expect(others.filter((status) => !canTransition(status, 'deleted'))).toEqual([])
  })

  it('takes data only while queued', () => {
    expect(IMAGE_STATUSES.filter((status) => canTransition(status, 'saving'))).toEqual(['queued'])
  })

  it('says which step is not allowed, as a conflict', () => {
    const step = () => assertTransition('an-id', 'active', 'queued')
    expect(step).toThrow(/an-id is active; it cannot become queued/)
    expect(step).toThrow(expect.objectContaining({ code: 'conflict' }))
  })

  it('lets what is deactivated become active again', () => {
    expect(() => assertTransition('an-id', 'deactivated', 'active')).not.toThrow()
  })
})
