/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // The types are checked by `npm run check`; a first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Native code and packages that look for files beside themselves: Node loads these, the bundler must not.
  serverExternalPackages: ['better-sqlite3', 'pg', '@node-rs/argon2', 'pino', 'kysely'],
  // Dynamic file paths make the tracer take in whatever lies there: images, the database, a whole Node.
  outputFileTracingExcludes: { '/*': ['./var/**', './.runtime/**', './tests/**'] },
}
