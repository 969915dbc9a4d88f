import { expect, test } from 'vitest'
import { createStoreRegistry } from './registry.ts'
import type { ReadableStore } from './store.ts'

const storeOf = (id: string): ReadableStore => ({
  id,
  open: () => expect.unreachable(),
  sizeOf: () => expect.unreachable(),
})
const facts = (urlPrefixes: readonly string[]) => ({
  ...{ type: 'any', description: null, weight: 0, isReadOnly: false, isCached: false, properties: {} },
  urlPrefixes,
})
const PLACE = 's3+https://s3.example.org/bucket/'
const DATASTORE = 'vsphere://vcenter.example.org/folder/glance/'
const POOL = 'rbd://8adc84c3-7f8d-4434-ba83-22cb0a507748/images/'
const ACCOUNTS = 'swift+https://swift.example.org/v1/AUTH_'
const { storeIdOf } = createStoreRegistry(
  ['web', 'cloud', 'disks', 'ceph', 'one', 'two'].map(storeOf),
  'cloud',
  {
    one: { ...facts([ACCOUNTS]), isUrlRest: (rest) => rest === 'red/one/3f2b' },
    two: { ...facts([ACCOUNTS]), isUrlRest: (rest) => rest === 'red/two/3f2b' },
    ceph: { ...facts([POOL]), urlEndings: ['/snap'] },
    web: facts(['http://', 'https://']),
    cloud: facts([PLACE]),
    disks: { ...facts([DATASTORE]), urlEndings: ['?dsName=a&dcPath=b', '?dsName=c'] },
  },
)

test('a url lies in the store whose territory it names', () => {
  expect(storeIdOf(`${PLACE}3f2b`)).toBe('cloud')
  expect(storeIdOf(`${DATASTORE}3f2b?dsName=c`)).toBe('disks')
  expect(storeIdOf('https://example.org/a/path?of=the&web')).toBe('web')
  expect(storeIdOf('s3+https://s3.example.org/another/3f2b')).toBeNull()
})

test('stores in the same accounts are told apart by what they say of the rest', () => {
  expect(['one', 'two', 'three'].map((name) => storeIdOf(`${ACCOUNTS}red/${name}/3f2b`))).toEqual([
    'one',
    'two',
    null,
  ])
})

test('an RBD image lies in a pool with its snapshot, as Nova and Cinder name it', () => {
  expect(storeIdOf(`${POOL}3f2b/snap`)).toBe('ceph')
  for (const other of ['3f2b', '3f2b/other', 'a/3f2b/snap', '3f2b%2f/snap', '/snap']) {
    expect(storeIdOf(POOL + other)).toBeNull()
  }
})

test.each([
  `${PLACE}x/bucket/3f2b`,
  `${PLACE}/bucket/3f2b`,
  `${PLACE}x@/a/bucket/3f2b`,
  `${PLACE}3f2b?x`,
  `${PLACE}3f2b#x`,
  `${PLACE}%33f2b`,
  PLACE,
  `${DATASTORE}3f2b`,
  `${DATASTORE}3f2b?dcPath=b&dsName=a`,
  `${DATASTORE}3f2b?dsName=other`,
  `${DATASTORE}x/3f2b?dsName=c`,
  `${DATASTORE}?dsName=c`,
])('%s, which another url could mean as well, lies in none', (url) => {
  expect(storeIdOf(url)).toBeNull()
})
