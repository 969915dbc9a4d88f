import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '../domain/errors.ts'

/** Computations at a time: each takes 19 MiB and one of the four threads that files need as well. */
const CONCURRENT = 2
const MOST_WAITING = 200

/** Hashes and checks passwords with Argon2id. */
export interface Passwords {
  /** @throws `unavailable` when too many are waiting */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the one of the hash. Without a hash (no such user) it works as long and answers no, so that
   * the time of an answer does not tell who exists.
   * @throws `unavailable` when too many are waiting
   */
  verify(hashed: string | null, password: string): Promise<boolean>
}

/** Parameters are the library's: Argon2id, 19 MiB, 2 passes, 1 lane, which is OWASP's first recommendation. */
export function createPasswords(mostWaiting = MOST_WAITING): Passwords {
  const inTurn = createTurnstile(mostWaiting)
  let decoy: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(password)),
    async verify(hashed, password) {
      decoy ??= hash('nobody has this password')
      const against = hashed ?? (await decoy)
      const isRight = await inTurn(() => verify(against, password))
      return isRight && hashed !== null
    },
  }
}

/** Lets `CONCURRENT` pieces of work run; the others wait in the order of their arrival. */
function createTurnstile(mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= CONCURRENT) {
      if (waiting.length >= mostWaiting) {
        throw new DomainError(
          'unavailable',
          'Too many people are signing in at this moment. Try again in a few seconds.',
          {
            retryAfterSeconds: 5,
          },
        )
      }
      await new Promise<void>((enter) => waiting.push(enter))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place goes over to the next one, or is free.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
