'use client'

import { useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { type Command, type CommandSheet, commandsFor } from '#lib/client/commands.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { fileNameOf } from '../actions/file-name.ts'
import { Section } from './section.tsx'

/** What can be done with the image elsewhere: in a terminal, or as code. */
export function CommandsSection({ image }: { readonly image: ImageView }) {
  const t = useTranslations('image')
  const commands = useTranslations('commands')
  return (
    <Section title={t('elsewhere')}>
      <CommandSheets
        sheets={(origin) => commandsFor({ image, origin, fileName: fileNameOf(image) }, commands)}
      />
    </Section>
  )
}

interface CommandSheetsProps {
  /** @param origin Address of the service */
  readonly sheets: (origin: string) => readonly CommandSheet[]
}

/** One tab for each tool. */
export function CommandSheets({ sheets }: CommandSheetsProps) {
  const t = useTranslations('image')
  const origin = useSyncExternalStore(neverChanges, readOrigin, originOnServer)
  const shown = sheets(origin)
  const [tool, setTool] = useState<CommandSheet['tool']>(shown[0]?.tool ?? 'openstack')
  return (
    <Tabs
      label={t('tools')}
      value={tool}
      onChange={setTool}
      tabs={shown.map((sheet) => ({
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
  )
}

function CommandText({ command: { does, text } }: { readonly command: Command }) {
  const t = useTranslations('image')
  return (
    <div>
      <p className="flex items-center justify-between gap-2 text-xs text-muted">
        {does}
        <CopyButton text={text} what={t('command', { what: does })} />
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
