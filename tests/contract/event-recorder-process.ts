// Adds images to the database until it is killed, and says the id of each when it is committed.
import { openDatabase } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { anImage, memberOf } from './image-records-builders.ts'

const records = createImageRecords(openDatabase(process.argv[2] ?? ''))
for (;;) {
  const { id } = await records.add(memberOf('alpha'), anImage())
  process.stdout.write(`${id}\n`)
}
