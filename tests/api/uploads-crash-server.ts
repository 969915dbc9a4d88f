// The service without pages, in a process that the tests kill. It can kill itself at a chosen step:
// CRASH_AT=before-rename | after-rename | before-unlink | before-answer
// CRASH_PATH: only when a file is renamed to below it, or removed there
import { createApi } from '#lib/api/app.ts'
import { createFrontDoor } from '#lib/api/front-door.ts'
import { loadConfig } from '#lib/config.ts'
import { createRuntime } from '#lib/runtime.ts'
import { nodeFiles } from '#lib/stores/filesystem/files.ts'

const crashAt = process.env.CRASH_AT
const crashPath = process.env.CRASH_PATH ?? ''
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
}

const { rename, unlink } = nodeFiles
nodeFiles.unlink = async (path) => {
  const isMeant = path.startsWith(crashPath)
  if (isMeant && crashAt === 'before-unlink') await die()
  await unlink(path)
}
nodeFiles.rename = async (from, to) => {
  const isMeant = to.startsWith(crashPath)
  if (isMeant && crashAt === 'before-rename') await die()
  await rename(from, to)
  if (isMeant && crashAt === 'after-rename') await die()
}

const runtime = await createRuntime(loadConfig())
const api = createApi(runtime)
if (crashAt === 'before-answer') {
  const { fetch } = api
  api.fetch = async (request, ...rest) => {
    const response = await fetch(request, ...rest)
    if (request.method === 'PATCH') await die()
    return response
  }
}
const door = createFrontDoor({
  ...{ log: runtime.log, api, isHttps: false, timeouts: {} },
  answerPage: async (_request, response) => void response.end(),
})
door.server.listen(runtime.config.PORT, '127.0.0.1', () => process.stdout.write('ready\n'))
