import type { z } from 'zod'
import { invalid } from '../domain/errors.ts'

/** A JSON body that must fit a schema. @throws `invalid` naming the first field at fault */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || undefined
  throw invalid(`${field ?? 'The body'}: ${issue?.message ?? 'is wrong'}.`, field)
}
