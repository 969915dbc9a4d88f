import { expect, test } from 'vitest'
import { secret } from '#lib/config/fields.ts'
import { fileIn, parseDatastore, urlEnding, urlPrefix } from './vmware-names.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'

const ID = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'
const gold = { dcPath: 'Region One/dc1', name: 'gold & co', weight: 0 }
const plain = { dcPath: '', name: 'datastore1', weight: 0 }
const options: VmwareStoreOptions = {
  ...{ id: 'vmware', address: 'https://vcenter.example.org', user: 'glance', password: secret('hidden') },
  ...{ datastores: [gold, plain], imageFolder: 'openstack_glance', stagingFolder: '/nowhere' },
  ...{ idleMs: 1000, taskPollMs: 1000, retry: { attempts: 1, pauseMs: 1, longestPauseMs: 1 } },
}

test.each([
  ['dc1:ds1', { dcPath: 'dc1', name: 'ds1', weight: 0 }],
  ['dc1:ds1:200', { dcPath: 'dc1', name: 'ds1', weight: 200 }],
  [' folder/dc1 : ds1 : ', { dcPath: 'folder/dc1', name: 'ds1', weight: 0 }],
  ['a:b:ds1:7', { dcPath: 'a:b', name: 'ds1', weight: 7 }],
  [':ds1', { dcPath: '', name: 'ds1', weight: 0 }],
  ['ds1', null],
  ['dc1:', null],
])('the datastore %j is read as Glance reads it', (text, datastore) => {
  expect(parseDatastore(text)).toEqual(datastore)
})

test('a url is written as Glance writes it, and leads back to its file', () => {
  const url = `${urlPrefix(options)}${ID}${urlEnding(gold)}`
  expect(url).toBe(
    `vsphere://vcenter.example.org/folder/openstack_glance/${ID}?dsName=gold+%26+co&dcPath=Region+One%2Fdc1`,
  )
  expect(fileIn(url, options)).toEqual({ datastore: gold, path: `openstack_glance/${ID}` })
})

test.each([
  `vsphere://other.example.org:8443/folder/openstack_glance/${ID}?dsName=datastore1`,
  `vsphere://h/folder//openstack_glance/${ID}?dcPath=&dsName=datastore1`,
])('the file of %s is found, wherever the server was', (url) => {
  expect(fileIn(url, options)).toEqual({ datastore: plain, path: `openstack_glance/${ID}` })
})

test.each([
  `vsphere://h/folder/openstack_glance/${ID}?dsName=another`,
  `vsphere://h/folder/openstack_glance/${ID}?dsName=datastore1&dcPath=dc2`,
  `vsphere://h/folder/openstack_glance/${ID}`,
  `vsphere://h/folder/openstack_glance/../${ID}?dsName=datastore1`,
  `vsphere://h/folder/other/${ID}?dsName=datastore1`,
  'vsphere://h/folder/openstack_glance/..?dsName=datastore1',
  'vsphere://h/folder/openstack_glance/upload.part?dsName=datastore1',
  `https://h/folder/openstack_glance/${ID}?dsName=datastore1`,
])('%s is no image of ours', (url) => {
  expect(() => fileIn(url, options)).toThrow(expect.objectContaining({ code: 'not_found' }))
})
