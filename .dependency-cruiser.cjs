// Who may import whom: section "Who may import whom" of ARCHITECTURE.md, as rules.
// A test may import what the code beside it may not (builders, node:fs), so tests have their own rules below.

const ISOMORPHIC = '^lib/(domain|contract|formats)/'
const BROWSER = '^(components|lib/client)/'
const TEST = '\\.test\\.tsx?$'
const RUNTIME_FILES = '^(lib/runtime\\.ts|lib/runtime/)'

/** One rule: what stands in `from` must not import what stands in `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'A cycle means that two files are one idea, or that an interface is missing.',
      {},
      { circular: true },
    ),
    forbid('resolvable', 'Every import must lead somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'isomorphic-is-pure',
      'domain, contract and formats run in the browser and on the server: they import themselves and zod, nothing else.',
      { path: ISOMORPHIC, pathNot: TEST },
      { pathNot: [ISOMORPHIC, '^node_modules/zod/'] },
    ),
    forbid(
      'domain-knows-no-wire',
      'What crosses the wire is contract, and contract knows the domain; never the other way.',
      { path: '^lib/domain/', pathNot: TEST },
      { path: '^lib/(contract|formats)/' },
    ),
    forbid(
      'browser-stays-in-the-browser',
      'Components and the client import isomorphic and browser code only.',
      { path: BROWSER, pathNot: TEST },
      { path: '^(lib|app|server\\.ts|scripts|tests)', pathNot: [ISOMORPHIC, BROWSER] },
    ),
    forbid(
      'browser-has-no-node',
      'A browser has no node: modules.',
      { path: BROWSER, pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'design-system-knows-no-images',
      'components/ui has never heard of an image: it imports no other component folder and nothing of lib.',
      { path: '^components/ui/', pathNot: TEST },
      { path: '^(components/(?!ui/)|lib/|app/)' },
    ),
    forbid(
      'client-knows-no-components',
      'The client is used by components, never the other way.',
      { path: '^lib/client/' },
      { path: '^(components|app)/' },
    ),
    forbid(
      'layers-import-ports-only',
      'A layer imports ports; anything else it needs it declares as a narrow interface of its own.',
      { path: '^lib/layers/', pathNot: TEST },
      { path: '^(lib|app|components|server\\.ts)', pathNot: [ISOMORPHIC, '^lib/layers/'] },
    ),
    forbid(
      'layers-do-not-know-each-other',
      'Only onion.ts, which assembles them, knows the layers.',
      { path: '^lib/layers/(?!onion)', pathNot: TEST },
      { path: '^lib/layers/(auth|property-protection|notifier|policy|quota|location)\\.ts$' },
    ),
    forbid(
      'adapters-know-no-http',
      'Stores and the database know neither HTTP nor each other.',
      { path: '^lib/(stores|db)/', pathNot: TEST },
      {
        path: '^(lib/(api|identity|layers|uploads|jobs|client)/|app/|components/|node_modules/(hono|@hono|next)/)',
      },
    ),
    forbid('stores-know-no-database', 'A store keeps bytes.', { path: '^lib/stores/' }, { path: '^lib/db/' }),
    forbid(
      'database-knows-no-store',
      'The database keeps rows.',
      { path: '^lib/db/' },
      { path: '^lib/stores/' },
    ),
    forbid(
      'sql-lives-in-db',
      'Kysely and the drivers are used in lib/db only.',
      { path: '^(lib/(?!db/)|app|components|server\\.ts)', pathNot: TEST },
      { path: '^node_modules/(kysely|better-sqlite3|pg|mysql2)/' },
    ),
    forbid(
      'the-edge-goes-through-ports',
      'The HTTP edge reaches the adapters through the runtime, never by itself.',
      { path: '^lib/api/', pathNot: TEST },
      { path: '^lib/(db|stores)/' },
    ),
    forbid(
      'runtime-is-the-root',
      'runtime.ts alone names concrete adapters; only the doors (server.ts, app, api, the command line) may ask for it.',
      { path: '^lib/', pathNot: [RUNTIME_FILES, '^lib/(api|cli)/', TEST] },
      { path: '^lib/runtime\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'nothing-imports-the-doors',
      'app and server.ts are doors: they import, and nobody imports them.',
      { pathNot: ['^app/', TEST] },
      { path: '^(app/|server\\.ts$)' },
    ),
    forbid(
      'product-knows-no-tests',
      'The product imports neither tests nor scripts.',
      { path: '^(lib|app|components|server\\.ts)', pathNot: TEST },
      { path: ['^(tests|scripts)/', TEST] },
    ),
    forbid(
      'launcher-has-no-dependencies',
      'The launcher installs the packages, so it cannot use any.',
      { path: '^scripts/(launch\\.mjs|launch/)', pathNot: TEST },
      { pathNot: '^scripts/launch/', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'declared-packages-only',
      'What is imported is declared in package.json.',
      { path: '^(lib|app|components|server\\.ts)', pathNot: TEST },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.runtime|var)/' },
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
