import { collection, type SchemaDocument } from './image-schema.ts'
import { UUID_PATTERN } from './text.ts'

const text = (description: string) => ({ type: 'string', description })
const blob = (description: string) => ({ type: ['null', 'object'], description })
const path = (description: string) => ({ type: 'string', readOnly: true, description })

/** What a task in a list shows. */
const STUB_PROPERTIES = {
  id: { type: 'string', pattern: UUID_PATTERN, description: 'The id of the task.' },
  type: {
    type: 'string',
    enum: ['import', 'api_image_import', 'location_import'],
    description: 'What kind of work it is.',
  },
  status: {
    type: 'string',
    enum: ['pending', 'processing', 'success', 'failure'],
    description: 'How far the work is.',
  },
  owner: text('The project for which it works.'),
  image_id: text('The image that it is about.'),
  request_id: text('The request that began it.'),
  user_id: text('Who began it.'),
  expires_at: { type: ['null', 'string'], description: 'When a finished task is forgotten.' },
  created_at: text('When it was made.'),
  updated_at: text('When it was last changed.'),
  self: path('Path of this document.'),
  schema: path('Path of the schema of this document.'),
} as const

export const TASK_SCHEMA: SchemaDocument = {
  name: 'task',
  properties: {
    ...STUB_PROPERTIES,
    input: blob('What it was asked to do.'),
    result: blob('What came of it.'),
    message: text('How it goes, or why it failed, for people.'),
  },
}

export const TASKS_SCHEMA: SchemaDocument = collection(
  'tasks',
  { name: 'task', properties: STUB_PROPERTIES },
  {
    first: text('Path of the first page.'),
    next: text('Path of the next page, when there may be one.'),
  },
)
