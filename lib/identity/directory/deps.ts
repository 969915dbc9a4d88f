import { isUniqueViolation } from '../../db/dialects.ts'
import { conflict } from '../../domain/errors.ts'
import type { EmbeddedIdentity } from '../embedded.ts'

/** What the verbs of the directory work with. */
export type DirectoryDeps = Pick<EmbeddedIdentity, 'database' | 'tokens' | 'passwords'>

/** Runs a change after which remembered answers about tokens may be wrong. */
export async function changing<T>({ tokens }: DirectoryDeps, change: () => Promise<T>): Promise<T> {
  try {
    return await change()
  } finally {
    tokens.forgetAnswers()
  }
}

/** @throws `conflict` with these words when something of this name exists. */
export async function unlessTaken<T>(message: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(message)
    throw error
  }
}

/** The attributes with a value: an absent one must not overwrite a column. */
export function given<Row extends object>(row: Row): { [Key in keyof Row]?: Exclude<Row[Key], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Row]?: Exclude<Row[Key], undefined>
  }
}
