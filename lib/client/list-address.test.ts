import { describe, expect, it } from 'vitest'
import {
  cutPage,
  DEFAULT_ADDRESS,
  isNarrowed,
  type ListAddress,
  readAddress,
  serviceQuery,
  writeAddress,
} from './list-address.ts'

const ID = '11111111-2222-3333-4444-555555555555'
const FULL: ListAddress = {
  search: 'deb',
  statuses: ['active', 'queued'],
  visibility: 'shared',
  formats: ['qcow2'],
  isProtected: false,
  isHidden: true,
  isSnapshot: true,
  tags: ['lts', 'a,b'],
  isMine: true,
  sort: { key: 'name', direction: 'asc' },
  pageSize: 100,
  cursor: { side: 'before', imageId: ID },
}

describe('the address of the list', () => {
  it('reads back as what was written', () => {
    expect(readAddress(writeAddress(FULL))).toEqual(FULL)
    expect(readAddress(writeAddress(DEFAULT_ADDRESS))).toEqual(DEFAULT_ADDRESS)
  })

  it('is empty for the plain list', () => {
    expect(writeAddress(DEFAULT_ADDRESS).toString()).toBe('')
  })

  it('takes what it does not know for absent', () => {
    const wrong =
      'status=flying&visibility=secret&format=exe&protected=maybe&hidden=1&sort=colour:up&rows=7&after=x'
    expect(readAddress(new URLSearchParams(wrong))).toEqual(DEFAULT_ADDRESS)
  })

  it('counts as narrowed by filters, not by order or page', () => {
    const { sort, pageSize, cursor } = FULL
    expect(isNarrowed({ ...DEFAULT_ADDRESS, sort, pageSize, cursor })).toBe(false)
    expect(isNarrowed({ ...DEFAULT_ADDRESS, tags: ['lts'] })).toBe(true)
  })
})

describe('the question to the service', () => {
  it('asks for one image more than is shown', () => {
    expect(serviceQuery(DEFAULT_ADDRESS, null).get('limit')).toBe('26')
  })

  it('spells every filter as the API does', () => {
    const query = serviceQuery(FULL, 'p1')
    expect(Object.fromEntries(query)).toMatchObject({
      vitrine_search: 'deb',
      status: 'in:active,queued',
      visibility: 'shared',
      disk_format: 'in:qcow2',
      protected: 'false',
      os_hidden: 'true',
      owner: 'p1',
      marker: ID,
    })
    expect(query.getAll('tag')).toEqual(['lts', 'a,b'])
  })

  it('turns the whole order round for the page before, ties included', () => {
    expect(serviceQuery({ ...FULL, cursor: null }, null).get('sort')).toBe('name:asc,created_at:desc,id:desc')
    expect(serviceQuery(FULL, null).get('sort')).toBe('name:desc,created_at:asc,id:asc')
  })
})

describe('a page out of the rows', () => {
  const at = (cursor: ListAddress['cursor']): ListAddress => ({ ...DEFAULT_ADDRESS, cursor })
  const rows = (count: number) => Array.from({ length: count }, (_, index) => index)

  it('has a next page only when there was a row too many', () => {
    expect(cutPage(rows(25), at(null))).toMatchObject({ hasBefore: false, hasAfter: false })
    const page = cutPage(rows(26), at(null))
    expect(page.items).toHaveLength(25)
    expect(page.hasAfter).toBe(true)
  })

  it('stands in the order shown when it was asked for backwards', () => {
    expect(cutPage([3, 2, 1], at({ side: 'before', imageId: ID }))).toEqual({
      items: [1, 2, 3],
      hasBefore: false,
      hasAfter: true,
    })
  })

  it('keeps the rows next to the cursor when there are more before', () => {
    const page = cutPage(rows(26), at({ side: 'before', imageId: ID }))
    expect(page.items.at(-1)).toBe(0)
    expect(page.hasBefore).toBe(true)
  })
})
