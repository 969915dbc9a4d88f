'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Textarea } from '#components/ui/input.tsx'
import type { NamespaceDraft } from '#lib/client/metadefs/draft.ts'
import { draftOfTree, fileOfDraft, readFile } from '#lib/client/metadefs/namespace-draft.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'

interface JsonPartProps {
  readonly draft: NamespaceDraft
  readonly onChange: (draft: NamespaceDraft) => void
}

/** The whole namespace as its file. What is typed is in the other parts at once, when it can be read. */
export function JsonPart({ draft, onChange }: JsonPartProps) {
  const t = useTranslations('metadefs.parts')
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string>()
  function type(text: string): void {
    setTyped(text)
    const reading = read(text)
    setProblem(reading.isValid ? undefined : reading.message)
    if (reading.isValid) onChange(draftOfTree(reading.tree))
  }
  return (
    <Field label={t('file')} error={problem && serviceText(problem).text} hint={t('fileHint')}>
      {(control) => (
        <Textarea
          {...control}
          rows={24}
          spellCheck={false}
          value={typed ?? JSON.stringify(fileOfDraft(draft), null, 2)}
          className="font-mono text-xs! leading-5!"
          onChange={(event) => type(event.target.value)}
          onBlur={() => problem === undefined && setTyped(null)}
        />
      )}
    </Field>
  )
}

function read(text: string) {
  try {
    return readFile(JSON.parse(text))
  } catch (error) {
    return { isValid: false, message: error instanceof Error ? error.message : String(error) } as const
  }
}
