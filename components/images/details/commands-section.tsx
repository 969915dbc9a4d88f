'use client'

import { useState, useSyncExternalStore } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { type Command, type CommandSheet, commandsFor } from '#lib/client/commands.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { fileNameOf } from '../actions/file-name.ts'
import { Section } from './section.tsx'

/** What can be done with the image elsewhere: in a terminal, or as code. */
export function CommandsSection({ image }: { readonly image: ImageView }) {
  const [tool, setTool] = useState<CommandSheet['tool']>('openstack')
  const origin = useSyncExternalStore(neverChanges, readOrigin, originOnServer)
  return (
    <Section title="Elsewhere">
      <Tabs
        label="Tools"
        value={tool}
        onChange={setTool}
        tabs={commandsFor(image, origin, fileNameOf(image)).map((sheet) => ({
          value: sheet.tool,
          label: sheet.label,
          panel: (
            <div className="grid gap-3">
              {sheet.commands.map((command) => (
                <CommandText key={command.does} command={command} />
              ))}
            </div>
          ),
        }))}
      />
    </Section>
  )
}

function CommandText({ command: { does, text } }: { readonly command: Command }) {
  return (
    <div>
      <p className="flex items-center justify-between gap-2 text-xs text-muted">
        {does}
        <CopyButton text={text} what={`command: ${does}`} />
      </p>
      <pre className="rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
        {text}
      </pre>
    </div>
  )
}

const neverChanges = () => () => {}
const readOrigin = () => location.origin
const originOnServer = () => ''
