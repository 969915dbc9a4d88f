import { expect, it } from 'vitest'
import { parseGlanceUrl } from './glance-url.ts'

it.each([
  ['sqlite:////var/lib/glance/glance.db', '/var/lib/glance/glance.db'],
  ['sqlite:///glance.db', 'glance.db'],
  ['sqlite:/srv/glance.db', '/srv/glance.db'],
])('reads %s as the file %s', (text, path) => {
  expect(parseGlanceUrl(text)).toEqual({ kind: 'sqlite', path })
})

it.each([
  [
    'mysql+pymysql://glance:s%40cret@db:3307/glance?charset=utf8',
    { kind: 'mysql', password: 's@cret', host: 'db', port: 3307 },
  ],
  ['mariadb://glance:a/b@c@10.0.0.1/glance', { kind: 'mysql', password: 'a/b@c', host: '10.0.0.1' }],
  [
    'postgresql+psycopg2://glance:100%@[::1]:5432/glance',
    { kind: 'postgres', password: '100%', host: '::1' },
  ],
])('reads %s', (text, parts) => {
  expect(parseGlanceUrl(text)).toMatchObject({ ...parts, user: 'glance', database: 'glance' })
})

it('takes the host from behind the question mark, as PostgreSQL’s library does', () => {
  const url = parseGlanceUrl('postgresql:///glance?host=/run/postgresql')
  expect(url).toMatchObject({ kind: 'postgres', host: '/run/postgresql', user: undefined })
})

it.each(['oracle://glance:secret@db/glance', 'mysql://glance:secret@db', 'secret'])(
  'refuses %s without repeating it, for it holds a password',
  (text) => {
    expect(() => parseGlanceUrl(text)).toThrow('no address of a database')
    expect(() => parseGlanceUrl(text)).not.toThrow('secret')
  },
)
