import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** A value that is filled in when the question is asked. */
const SLOT: unique symbol = Symbol('slot')
interface Slot {
  readonly [SLOT]: string
}

/** Takes a value's place in a question that is compiled once and asked often. */
export function slot<T = unknown>(name: string): RawBuilder<T> {
  return sql<T>`${{ [SLOT]: name } satisfies Slot}`
}

/** By slot's name. */
export type SlotValues = Readonly<Record<string, unknown>>

const MOST_KEPT = 500

export interface CompiledQuestions {
  /** The question of this shape, built at its first use, with these values. The shape must decide the whole text. */
  ask<Row>(shape: string, build: () => RawBuilder<Row>, values: SlotValues): CompiledQuery<Row>
}

/** Building and compiling a question costs Kysely more than SQLite needs to answer it; its text is kept by its shape. */
export function createCompiledQuestions(kysely: Kysely<Schema>): CompiledQuestions {
  const kept = new Map<string, CompiledQuery<unknown>>()

  function compile(shape: string, build: () => RawBuilder<unknown>): CompiledQuery<unknown> {
    const compiled = build().compile(kysely)
    // Shapes are few in practice; a client that invents new ones must not fill the memory.
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(shape, compiled)
    return compiled
  }

  return {
    ask<Row>(shape: string, build: () => RawBuilder<Row>, values: SlotValues) {
      const compiled = (kept.get(shape) ?? compile(shape, build)) as CompiledQuery<Row>
      return { ...compiled, parameters: compiled.parameters.map((parameter) => fill(parameter, values)) }
    },
  }
}

function fill(parameter: unknown, values: SlotValues): unknown {
  return isSlot(parameter) ? values[parameter[SLOT]] : parameter
}

function isSlot(parameter: unknown): parameter is Slot {
  return typeof parameter === 'object' && parameter !== null && SLOT in parameter
}
