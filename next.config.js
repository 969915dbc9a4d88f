/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  serverExternalPackages: ['better-sqlite3', 'pg', '@node-rs/argon2', 'pino'],
}
