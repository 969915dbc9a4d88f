import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Answer } from './front-door.ts'

const PREFIX = '/_next/static/'
/** Their names change with their contents. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * Answers for scripts and style sheets that scripts/launch/compress.ts has compressed, so that nobody does it again for
 * each browser, and less well; everything else goes on.
 * @param buildDir What Next has built, `.next`; in development nothing there is compressed
 */
export function createPageFiles(buildDir: string, otherwise: Answer): Answer {
  const compressed = compressedIn(join(buildDir, 'static'))
  const rewriteRequestPath = (path: string): string => path.replace('/_next/', '/')
  const files = new Hono().use(
    async (c, next) => {
      await next()
      c.header('Cache-Control', FOR_EVER)
    },
    serveStatic({ root: buildDir, precompressed: true, rewriteRequestPath }),
  )
  const listener = getRequestListener(files.fetch, { overrideGlobalObjects: false })
  return async (request, response) => {
    const [pathname = ''] = (request.url ?? '').split('?', 1)
    if (!compressed.has(pathname)) return otherwise(request, response)
    await listener(request, response)
  }
}

/** By the paths of their addresses. */
function compressedIn(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Set(
    names
      .filter((name) => name.endsWith('.br'))
      .map((name) => PREFIX + name.slice(0, -'.br'.length).split(sep).join('/')),
  )
}
