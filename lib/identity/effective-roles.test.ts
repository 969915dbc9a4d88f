import { expect, it } from 'vitest'
import { withImpliedRoles } from './effective-roles.ts'

const implies = (prior: string, implied: string) => ({ prior_role_id: prior, implied_role_id: implied })

it('adds what a role implies, over any number of steps', () => {
  const roles = withImpliedRoles(['admin'], [implies('member', 'reader'), implies('admin', 'member')])
  expect([...roles].sort()).toEqual(['admin', 'member', 'reader'])
})

it('does not add what is above a role', () => {
  expect([...withImpliedRoles(['member'], [implies('admin', 'member')])]).toEqual(['member'])
})

it('ends on roles that imply each other', () => {
  expect([...withImpliedRoles(['a'], [implies('a', 'b'), implies('b', 'a')])].sort()).toEqual(['a', 'b'])
})
