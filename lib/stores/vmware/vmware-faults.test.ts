import { expect, test } from 'vitest'
import { toTransferFault, toVmwareFault } from './vmware-faults.ts'

test.each([
  ['FileNotFound', 'not_found'],
  ['NoDiskSpace', 'over_limit'],
  ['FileLocked', 'conflict'],
  ['InvalidLogin', 'unavailable'],
  ['NoPermission', 'unavailable'],
  ['CannotAccessFile', 'unavailable'],
])('the fault %s is %s', (fault, code) => {
  expect(toVmwareFault('vmware', fault)).toMatchObject({ code })
})

test.each([
  ['GET', 404, 'not_found'],
  ['PUT', 404, 'unavailable'],
  ['PUT', 507, 'over_limit'],
  ['PUT', 401, 'unavailable'],
  ['GET', 416, 'bad_range'],
  ['GET', 302, 'unavailable'],
])('%s with status %i is %s', (method, status, code) => {
  expect(toTransferFault('vmware', method, status, 'text')).toMatchObject({ code })
})
