import { Hono } from 'hono'
import * as credentials from './application-credentials.ts'
import * as assignments from './assignments.ts'
import * as catalog from './catalog.ts'
import * as domains from './domains.ts'
import type { IdentityContext, IdentityEnv, IdentityRuntime } from './edge.ts'
import { answerFault, fault } from './faults.ts'
import * as limits from './limits.ts'
import * as projects from './projects.ts'
import * as roles from './roles.ts'
import * as tokens from './tokens.ts'
import * as users from './users.ts'
import * as versions from './versions.ts'

type Api = Hono<IdentityEnv>

/** Keystone's API v3 under `/identity`, as far as OpenStack's clients need it. */
export function createIdentityApi(runtime: IdentityRuntime): Api {
  const api = new Hono<IdentityEnv>()
  api.onError(answerFault)
  api.use('/identity/*', async (c, next) => {
    c.set('runtime', runtime)
    await next()
    c.header('Vary', 'X-Auth-Token', { append: true })
  })

  for (const path of ['/identity', '/identity/']) api.get(path, versions.listVersions)
  for (const path of ['/identity/v3', '/identity/v3/']) api.get(path, versions.showVersion)
  const v3 = api.basePath('/identity/v3')
  routeTokens(v3)
  routeDirectory(v3)
  routeRoles(v3)
  routeLimits(v3)
  const answerOthers = createAnswerToOthers(api)
  for (const path of ['/identity', '/identity/*']) api.all(path, answerOthers)
  return api
}

function routeTokens(v3: Api): void {
  v3.post('/auth/tokens', tokens.issueToken)
  v3.get('/auth/tokens', tokens.validateToken)
  v3.delete('/auth/tokens', tokens.revokeToken)
  v3.get('/auth/catalog', catalog.showCatalog)
  v3.get('/auth/projects', projects.listOwnProjects)
  v3.get('/auth/domains', domains.listOwnDomains)

  v3.get('/services', catalog.listServices)
  v3.get('/services/:id', catalog.showService)
  v3.get('/endpoints', catalog.listEndpoints)
  v3.get('/endpoints/:id', catalog.showEndpoint)
  v3.get('/regions', catalog.listRegions)
  v3.get('/regions/:id', catalog.showRegion)
}

function routeDirectory(v3: Api): void {
  v3.get('/domains', domains.listAllDomains)
  v3.post('/domains', domains.addDomain)
  v3.get('/domains/:id', domains.showDomain)
  v3.patch('/domains/:id', domains.changeDomain)
  v3.delete('/domains/:id', domains.removeDomain)

  v3.get('/projects', projects.listAllProjects)
  v3.post('/projects', projects.addProject)
  v3.get('/projects/:id', projects.showProject)
  v3.patch('/projects/:id', projects.changeProject)
  v3.delete('/projects/:id', projects.removeProject)

  v3.get('/users', users.listAllUsers)
  v3.post('/users', users.addUser)
  v3.get('/users/:id', users.showUser)
  v3.patch('/users/:id', users.changeUser)
  v3.delete('/users/:id', users.removeUser)
  v3.post('/users/:id/password', users.changeOwnPassword)
  v3.get('/users/:id/projects', projects.listProjectsOfUser)
  v3.get('/users/:id/groups', users.listGroupsOfUser)
  v3.get('/groups', users.listGroups)

  v3.get('/users/:id/application_credentials', credentials.listCredentials)
  v3.post('/users/:id/application_credentials', credentials.addCredential)
  v3.get('/users/:id/application_credentials/:credentialId', credentials.showCredential)
  v3.delete('/users/:id/application_credentials/:credentialId', credentials.removeCredential)
  v3.get('/users/:id/access_rules', credentials.listAccessRules)
}

function routeRoles(v3: Api): void {
  v3.get('/roles', roles.listAllRoles)
  v3.post('/roles', roles.addRole)
  v3.get('/roles/:id', roles.showRole)
  v3.patch('/roles/:id', roles.changeRole)
  v3.delete('/roles/:id', roles.removeRole)
  v3.get('/roles/:id/implies', roles.listImpliedRoles)
  v3.get('/roles/:id/implies/:impliedId', roles.showInference)
  v3.put('/roles/:id/implies/:impliedId', roles.addInference)
  v3.delete('/roles/:id/implies/:impliedId', roles.removeInference)
  v3.get('/role_inferences', roles.listRoleInferences)

  v3.get('/role_assignments', assignments.listRoleAssignments)
  for (const target of ['/projects', '/domains']) {
    v3.get(`${target}/:targetId/users/:userId/roles`, assignments.listGrantedRoles)
    v3.put(`${target}/:targetId/users/:userId/roles/:roleId`, assignments.addAssignment)
    v3.get(`${target}/:targetId/users/:userId/roles/:roleId`, assignments.checkAssignment)
    v3.delete(`${target}/:targetId/users/:userId/roles/:roleId`, assignments.removeAssignment)
  }
}

function routeLimits(v3: Api): void {
  v3.get('/registered_limits', limits.listRegisteredLimits)
  v3.post('/registered_limits', limits.addRegisteredLimits)
  v3.get('/registered_limits/:id', limits.showRegisteredLimit)
  v3.patch('/registered_limits/:id', limits.changeRegisteredLimit)
  v3.delete('/registered_limits/:id', limits.removeRegisteredLimit)

  v3.get('/limits', limits.listLimits)
  v3.post('/limits', limits.addLimits)
  v3.get('/limits/model', limits.showLimitModel)
  v3.get('/limits/:id', limits.showLimit)
  v3.patch('/limits/:id', limits.changeLimit)
  v3.delete('/limits/:id', limits.removeLimit)
}

/** For requests without a route: 405 with the methods that the path has, else 404. */
function createAnswerToOthers(api: Api): (c: IdentityContext) => Response {
  const routes = api.routes
    .filter((route) => route.method !== 'ALL')
    .map((route) => ({
      method: route.method,
      pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`),
    }))
  return (c) => {
    const methods = routes.filter((route) => route.pattern.test(c.req.path)).map((route) => route.method)
    if (methods.length === 0) return fault(c, 404, `The identity API has no ${c.req.path}.`)
    if (methods.includes('GET')) methods.push('HEAD')
    c.header('Allow', methods.join(', '))
    if (c.req.method === 'OPTIONS') return c.body(null, 204)
    return fault(c, 405, `${c.req.path} does not know ${c.req.method}; it knows ${methods.join(', ')}.`)
  }
}
