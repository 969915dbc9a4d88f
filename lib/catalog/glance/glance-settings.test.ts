import { expect, it } from 'vitest'
import { glanceSettingsIn } from './glance-settings.ts'

it('finds the database and the key in glance-api.conf, and nothing in comments and other sections', () => {
  const conf = `
[DEFAULT]
#metadata_encryption_key = commented
metadata_encryption_key = sixteen letters!
[keystone_authtoken]
connection = wrong
[database]
backend = sqlalchemy
connection = sqlite:///first
connection: mysql+pymysql://glance:a=b@db/glance?charset=utf8
`
  expect(glanceSettingsIn(conf)).toEqual({
    connection: 'mysql+pymysql://glance:a=b@db/glance?charset=utf8',
    secret: 'sixteen letters!',
  })
  expect(glanceSettingsIn('[database]\nconnection =\n')).toBeNull()
})
