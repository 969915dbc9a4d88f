import { invalid } from '#lib/domain/errors.ts'

/** Where a Glance has its database. */
export type GlanceUrl =
  | { readonly kind: 'sqlite'; readonly path: string }
  | ({ readonly kind: 'mysql' | 'postgres' } & GlanceServer)

export interface GlanceServer {
  readonly host: string | undefined
  readonly port: number | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  readonly database: string
  /** What stands behind the `?`, such as `ssl_ca`. */
  readonly options: Readonly<Record<string, string>>
}

const SERVER =
  /^([a-z0-9]+)(?:\+[a-z0-9_]+)?:\/\/(?:([^:/@]*)(?::(.*))?@)?(\[[^\]]*\]|[^:/?]*)(?::(\d+))?\/([^/?]*)(?:\?(.*))?$/i
const KINDS: Readonly<Record<string, 'mysql' | 'postgres'>> = {
  ...{ mysql: 'mysql', mariadb: 'mysql', postgresql: 'postgres', postgres: 'postgres' },
}

/**
 * Reads what stands as `connection` in Glance's settings (`mysql+pymysql://user:password@host/glance?charset=utf8`), with
 * the driver or without.
 * @throws `invalid`, without the url: it holds a password
 */
export function parseGlanceUrl(text: string): GlanceUrl {
  const file = /^sqlite(?:\+[a-z0-9]+)?:(?:\/\/\/(?=\/)|\/\/\/)?([^?]+)/.exec(text)?.[1]
  if (file !== undefined) return { kind: 'sqlite', path: file }
  const [, scheme = '', user, password, host = '', port, database = '', query = ''] = SERVER.exec(text) ?? []
  const kind = KINDS[scheme.toLowerCase()]
  if (kind === undefined || database === '') {
    throw invalid(
      'That is no address of a database. Write it as in glance-api.conf: mysql+pymysql://user:password@host/glance, postgresql://… or sqlite:////path.',
    )
  }
  const options = Object.fromEntries(new URLSearchParams(query))
  return {
    kind,
    host: host === '' ? options.host : host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    user: user === undefined ? undefined : decoded(user),
    password: password === undefined ? undefined : decoded(password),
    database: decoded(database),
    options,
  }
}

/** Passwords are escaped as a rule; one with a lone % is not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
