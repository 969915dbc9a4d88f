import type { Look } from './look.ts'
import type { LookAnswer } from './look-worker.ts'

/**
 * Looks into a file away from the page's own thread, so that many files at once do not make it stutter. Where the
 * browser refuses the worker, the page does it itself: it is little work.
 * @throws when the file cannot be read
 */
export function lookInWorker(file: File): Promise<Look> {
  const worker = startWorker()
  if (worker === null) return lookHere(file)
  return new Promise<Look>((resolve, reject) => {
    worker.onmessage = (message: MessageEvent<LookAnswer>) => {
      if ('look' in message.data) resolve(message.data.look)
      else reject(new Error(message.data.problem))
    }
    worker.onerror = () => resolve(lookHere(file))
    worker.postMessage(file)
  }).finally(() => worker.terminate())
}

async function lookHere(file: File): Promise<Look> {
  const { lookInto } = await import('./look.ts')
  return lookInto(file)
}

function startWorker(): Worker | null {
  try {
    return new Worker(new URL('./look-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return null
  }
}
