import { describe, expect, it } from 'vitest'
import {
  DEFAULT_ADDRESS,
  isNarrowed,
  type ListAddress,
  orderQuery,
  projectImagesPath,
  readAddress,
  serviceQuery,
  writeAddress,
} from './list-address.ts'

const FULL: ListAddress = {
  search: 'deb',
  statuses: ['active', 'queued'],
  visibility: 'shared',
  formats: ['qcow2'],
  isProtected: false,
  isHidden: true,
  isSnapshot: true,
  tags: ['lts', 'a,b'],
  owner: 'mine',
  osType: 'linux',
  distro: 'debian',
  age: 'week',
  size: 'medium',
  store: 'fast',
  sort: { key: 'name', direction: 'asc' },
}

describe('the address of the list', () => {
  it('leads to everything that a project owns', () => {
    const query = new URLSearchParams(projectImagesPath('p&1').split('?')[1])
    expect(readAddress(query)).toEqual({ ...DEFAULT_ADDRESS, visibility: 'all', owner: 'p&1' })
  })

  it('reads back as what was written', () => {
    expect(readAddress(writeAddress(FULL))).toEqual(FULL)
    expect(readAddress(writeAddress(DEFAULT_ADDRESS))).toEqual(DEFAULT_ADDRESS)
  })

  it('is empty for the plain list', () => {
    expect(writeAddress(DEFAULT_ADDRESS).toString()).toBe('')
  })

  it('takes what it does not know for absent', () => {
    const wrong =
      'status=flying&visibility=secret&format=exe&protected=maybe&hidden=1&sort=colour:up&created=soon&size=toString'
    expect(readAddress(new URLSearchParams(wrong))).toEqual(DEFAULT_ADDRESS)
  })

  it('counts as narrowed by filters, not by order', () => {
    expect(isNarrowed({ ...DEFAULT_ADDRESS, sort: FULL.sort })).toBe(false)
    expect(isNarrowed({ ...DEFAULT_ADDRESS, tags: ['lts'] })).toBe(true)
  })
})

describe('the question to the service', () => {
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
      os_type: 'linux',
      os_distro: 'debian',
      size_min: String(2 ** 30),
      size_max: String(10 * 2 ** 30 - 1),
      vitrine_store: 'fast',
    })
    expect(query.getAll('tag')).toEqual(['lts', 'a,b'])
  })

  it('asks for another project by its id, and for one’s own by what it is now', () => {
    expect(serviceQuery({ ...FULL, owner: 'p2' }, 'p1').get('owner')).toBe('p2')
    expect(serviceQuery({ ...FULL, owner: 'mine' }, null).has('owner')).toBe(false)
    const ofOthers = serviceQuery({ ...FULL, owner: 'others' }, 'p1')
    expect([ofOthers.get('owner'), ofOthers.get('vitrine_not_owner')]).toEqual([null, 'p1'])
  })

  it('counts ages from the whole hour, so that it stays the same question for a while', () => {
    const at = (time: string) => serviceQuery(FULL, null, Date.parse(time)).get('created_at')
    expect(at('2026-03-08T10:59:59Z')).toBe('gte:2026-03-01T10:00:00.000Z')
    expect(at('2026-03-08T10:00:00Z')).toBe(at('2026-03-08T10:59:59Z'))
  })

  it('spells the ties of an order out', () => {
    expect(orderQuery(FULL.sort)).toBe('name:asc,created_at:desc,id:desc')
    expect(orderQuery(DEFAULT_ADDRESS.sort)).toBe('created_at:desc,id:desc')
  })
})
