import { type Look, lookInto } from './look.ts'

export type LookAnswer = { readonly look: Look } | { readonly problem: string }

self.onmessage = (message: MessageEvent<File>) => {
  void lookInto(message.data)
    .then((look): LookAnswer => ({ look }))
    .catch(
      (error: unknown): LookAnswer => ({ problem: error instanceof Error ? error.message : String(error) }),
    )
    .then((answer) => self.postMessage(answer))
}
