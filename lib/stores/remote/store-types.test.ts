import { expect, test } from 'vitest'
import { STORE_TYPES } from '../types.ts'

const parts = {
  id: 'a',
  appDir: process.cwd(),
  dataDir: '/nowhere',
  makeFetch: () => expect.unreachable(),
  projectOf: () => expect.unreachable(),
}
const s3 = { endpoint: 'https://s3.example.org/', bucket: 'images', access_key: 'k', secret_key: 'hidden' }
const swift = {
  auth_url: 'https://keystone.example.org/v3',
  user: 'glance',
  project: 'services',
  key: 'hidden',
}

const vmware = {
  vmware_server_host: 'vcenter.example.org',
  vmware_server_username: 'glance',
  vmware_server_password: 'hidden',
  vmware_datastores: ['dc1:gold:100', 'dc1:silver'],
}

const rbd = {
  rbd_store_fsid: '8adc84c3-7f8d-4434-ba83-22cb0a507748',
  rbd_store_key: 'hidden',
}

function problemsOf(type: string, settings: unknown): string[] {
  const read = STORE_TYPES[type]?.read(settings)
  return read?.ok === false ? read.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) : []
}

test.each([
  ['s3', s3, 's3+https://s3.example.org/images/'],
  ['swift', swift, 'swift+https://keystone.example.org/v3/glance/'],
  [
    'swift',
    { ...swift, multi_tenant: true, endpoint: 'https://swift.example.org/v1/AUTH_%(project_id)s' },
    'swift+https://swift.example.org/v1/AUTH_',
  ],
  ['vmware', vmware, 'vsphere://vcenter.example.org/folder/openstack_glance/'],
  ['rbd', rbd, 'rbd://8adc84c3-7f8d-4434-ba83-22cb0a507748/images/'],
])('a store of type %s opens with few settings, and shows none of its secrets', (type, settings, prefix) => {
  const read = STORE_TYPES[type]?.read(settings)
  if (read?.ok !== true) throw new Error('the settings were refused')
  const opened = read.open(parts)
  expect(opened.urlPrefixes).toEqual([prefix])
  expect(JSON.stringify([opened.properties, opened.store])).not.toContain('hidden')
})

test.each([
  ['s3', { ...s3, endpoint: 'https://key:secret@host' }, /endpoint: must not contain a user name/],
  ['s3', { ...s3, encryption: 'customer' }, /customer_key: goes with/],
  ['s3', { ...s3, encryption: 'customer', customer_key: 'short' }, /customer_key: must be 32 bytes/],
  ['s3', { ...s3, part_mib: 4 }, /part_mib/],
  ['s3', { ...s3, ca_file: '/nowhere/ca.pem' }, /ca_file: the file \/nowhere\/ca.pem cannot be read/],
  ['s3', { ...s3, surprise: 1 }, /surprise/],
  ['vmware', { ...vmware, vmware_server_host: 'https://vcenter' }, /vmware_server_host: must be a host/],
  ['vmware', { ...vmware, vmware_datastores: 'gold' }, /vmware_datastores: /],
  ['vmware', { ...vmware, vmware_store_image_dir: '../up' }, /vmware_store_image_dir: must be names/],
  [
    'rbd',
    { rbd_store_ceph_conf: '/nowhere/ceph.conf' },
    /rbd_store_fsid: must be given: \/nowhere\/ceph.conf/,
  ],
  ['rbd', { ...rbd, rbd_store_chunk_size: 6 }, /rbd_store_chunk_size: must be a power of two/],
  ['rbd', { ...rbd, rbd_store_features: ['object-map'] }, /rbd_store_features: must have layering/],
  ['swift', { ...swift, surprise: 1 }, /surprise: is not known/],
  ['swift', { ...swift, auth_version: 1, user: undefined }, /user/],
  ['swift', { ...swift, multi_tenant: true }, /endpoint: must be given with multi_tenant/],
  [
    'swift',
    {
      auth_url: 'https://a',
      user: 'a:b',
      key: 'c',
      auth_version: 1,
      multi_tenant: true,
      endpoint: 'https://b',
    },
    /multi_tenant: needs Keystone/,
  ],
  ['swift', { ...swift, project: undefined }, /user and project, or application_credential/],
])('a store of type %s with %j is refused with the reason', (type, settings, reason) => {
  expect(problemsOf(type, settings).join('\n')).toMatch(reason)
})
