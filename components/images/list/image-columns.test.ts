import { describe, expect, it } from 'vitest'
import { chosenColumns, fittingColumns } from './image-columns.tsx'

const idsAt = (widthPx: number, chosen: readonly string[] | null = null) =>
  fittingColumns(chosenColumns(chosen, true), widthPx).map(({ id }) => id)

describe('the columns of the list', () => {
  it('give way in an order of their own, and all are there where there is room', () => {
    expect(idsAt(390)).toEqual([])
    expect(idsAt(600)).toEqual(['status', 'size'])
    expect(idsAt(760)).toEqual(['status', 'format', 'size', 'updated'])
    expect(idsAt(2000)).toEqual([
      ...['status', 'format', 'size', 'virtualSize', 'visibility', 'protection', 'tags', 'owner', 'updated'],
    ])
  })

  it('show what a person has chosen before the usual', () => {
    expect(idsAt(600, ['status', 'size', 'os'])).toEqual(['status', 'os'])
    expect(idsAt(2000, ['imageId', 'nonsense'])).toEqual(['imageId'])
  })

  it('tell whose an image is to administrators only', () => {
    expect(chosenColumns(['owner', 'size'], false).map(({ id }) => id)).toEqual(['size'])
  })
})
