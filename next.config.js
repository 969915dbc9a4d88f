import createNextIntlPlugin from 'next-intl/plugin'

/** Texts are compiled when we build, so that no parser of theirs goes to the browser. */
const withWords = createNextIntlPlugin({
  requestConfig: './app/request-words.ts',
  experimental: { messages: { path: './messages', format: 'json', locales: 'infer', precompile: true } },
})

/** Programs get the versions at `/`, browsers (and Next's own requests for parts of a page) the dashboard. */
const SERVICE_REWRITES = [
  {
    source: '/',
    missing: [
      { type: 'header', key: 'accept', value: '.*text/html.*' },
      { type: 'header', key: 'rsc' },
    ],
    destination: '/versions',
  },
  { source: '/v:version(\\d[^/]*)/:path*', destination: '/v2/:path*' },
]

/** @type {import('next').NextConfig} */
export default withWords({
  poweredByHeader: false,
  // Development mode serves its own scripts to this address only when told.
  allowedDevOrigins: ['127.0.0.1'],
  // The types are checked by `npm run check`; a first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The cache costs a first build a third more time and 100 MB; we build when the sources change, rarely in place.
  experimental: { turbopackFileSystemCacheForBuild: false },
  // Native code and packages that look for files beside themselves: Node loads these, the bundler must not.
  serverExternalPackages: ['better-sqlite3', 'pg', '@node-rs/argon2', 'pino', 'kysely'],
  // Dynamic file paths make the tracer take in whatever lies there: images, the database, a whole Node.
  outputFileTracingExcludes: { '/*': ['./var/**', './.runtime/**', './tests/**'] },
  // A slash at the end is a path of its own: the API answers 404 there.
  skipTrailingSlashRedirect: true,
  // For Next without our server: what the front door decides before Next sees a request.
  rewrites: async () => ({ beforeFiles: SERVICE_REWRITES, afterFiles: [], fallback: [] }),
})
