import { describeAll, json, NOTHING, type OperationLine } from './operation.ts'

const OBJECT = { type: 'object' } as const
const V3 = '/identity/v3'

/** Things that have the usual five routes. */
function directory(plural: string, single: string): readonly OperationLine[] {
  return [
    [`GET ${V3}/${plural}`, `Lists ${plural}.`, json(OBJECT)],
    [`POST ${V3}/${plural}`, `Creates a ${single}.`, { body: { schema: OBJECT }, ...json(OBJECT, 201) }],
    [`GET ${V3}/${plural}/:id`, `Shows a ${single}.`, json(OBJECT)],
    [`PATCH ${V3}/${plural}/:id`, `Changes a ${single}.`, { body: { schema: OBJECT }, ...json(OBJECT) }],
    [`DELETE ${V3}/${plural}/:id`, `Deletes a ${single}.`, NOTHING],
  ]
}

function readings(...lines: readonly (readonly [path: string, summary: string])[]): readonly OperationLine[] {
  return lines.map(([path, summary]): OperationLine => [`GET ${V3}${path}`, summary, json(OBJECT)])
}

function grants(target: string): readonly OperationLine[] {
  const roles = `${V3}/${target}/:targetId/users/:userId/roles`
  return [
    [`GET ${roles}`, 'Lists the roles that a user has there.', json(OBJECT)],
    [`PUT ${roles}/:roleId`, 'Gives a user a role there.', NOTHING],
    [`GET ${roles}/:roleId`, 'Says whether a user has a role there.', NOTHING],
    [`DELETE ${roles}/:roleId`, 'Takes a role from a user there.', NOTHING],
  ]
}

const CREDENTIALS = `${V3}/users/:id/application_credentials`
const LINES: readonly OperationLine[] = [
  ['GET /identity', 'Lists the versions of the identity API.', { ...json(OBJECT, 300), isOpen: true }],
  [`GET ${V3}`, 'Shows the version.', { ...json(OBJECT), isOpen: true }],
  [
    `POST ${V3}/auth/tokens`,
    'Signs in: a token in X-Subject-Token.',
    {
      body: { schema: OBJECT },
      answer: { status: 201, schema: OBJECT, headers: ['X-Subject-Token'] },
      isOpen: true,
    },
  ],
  [`GET ${V3}/auth/tokens`, 'Shows a token.', json(OBJECT)],
  [`DELETE ${V3}/auth/tokens`, 'Revokes a token.', NOTHING],
  ...directory('domains', 'domain'),
  ...directory('projects', 'project'),
  ...directory('users', 'user'),
  ...directory('roles', 'role'),
  ...directory('registered_limits', 'registered limit'),
  ...directory('limits', 'limit'),
  ...readings(
    ['/auth/catalog', 'Shows where the services are.'],
    ['/auth/projects', 'Lists the projects that the caller can ask for.'],
    ['/auth/domains', 'Lists the domains that the caller can ask for.'],
    ['/services', 'Lists services.'],
    ['/services/:id', 'Shows a service.'],
    ['/endpoints', 'Lists endpoints.'],
    ['/endpoints/:id', 'Shows an endpoint.'],
    ['/regions', 'Lists regions.'],
    ['/regions/:id', 'Shows a region.'],
    ['/limits/model', 'Says how limits are enforced: flat.'],
    ['/groups', 'Lists groups: there are none.'],
    ['/users/:id/projects', 'Lists the projects of a user.'],
    ['/users/:id/groups', 'Lists the groups of a user: there are none.'],
    ['/users/:id/access_rules', 'Lists the access rules of a user: there are none.'],
    ['/role_assignments', 'Lists who has which role where.'],
    ['/role_inferences', 'Lists which roles imply which.'],
    ['/roles/:id/implies', 'Lists what a role implies.'],
  ),
  [`POST ${V3}/users/:id/password`, 'Changes the own password.', { body: { schema: OBJECT }, ...NOTHING }],
  [`GET ${CREDENTIALS}`, 'Lists application credentials.', json(OBJECT)],
  [
    `POST ${CREDENTIALS}`,
    'Makes an application credential.',
    { body: { schema: OBJECT }, ...json(OBJECT, 201) },
  ],
  [`GET ${CREDENTIALS}/:credentialId`, 'Shows an application credential.', json(OBJECT)],
  [`DELETE ${CREDENTIALS}/:credentialId`, 'Deletes an application credential.', NOTHING],
  [`GET ${V3}/roles/:id/implies/:impliedId`, 'Says whether a role implies another.', json(OBJECT)],
  [`PUT ${V3}/roles/:id/implies/:impliedId`, 'Makes a role imply another.', json(OBJECT, 201)],
  [`DELETE ${V3}/roles/:id/implies/:impliedId`, 'Ends that a role implies another.', NOTHING],
  ...grants('projects'),
  ...grants('domains'),
]

/** Keystone's API, described in short: its own reference says the rest. */
export const IDENTITY_OPERATIONS = describeAll('Identity', LINES)
