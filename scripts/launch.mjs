// The one entrance of every npm script. It must run on an old Node (20), so this file and what it imports
// statically use neither packages nor TypeScript; everything after the runtime is certain is ordinary TypeScript.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringNode, isCurrentNode } from './launch/bring-node.mjs'
import { LaunchError } from './launch/launch-error.mjs'
import { runForwarding } from './launch/run-forwarding.mjs'

const self = fileURLToPath(import.meta.url)
const root = dirname(dirname(self))
const args = process.argv.slice(2)

try {
  if (isCurrentNode(process.versions.node)) {
    const { main } = await import('./launch/commands.ts')
    process.exitCode = await main(root, args)
  } else {
    const node = await bringNode(root)
    process.exitCode = await runForwarding(node, [self, ...args])
  }
} catch (error) {
  const isExplained = error instanceof LaunchError
  console.error(isExplained ? `vitrine: ${error.message}` : error)
  process.exitCode = isExplained ? error.exitCode : 1
}
