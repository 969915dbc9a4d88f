'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChangeLines } from '#components/audit/change-lines.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { Conflict } from '#lib/client/image-difference.ts'

interface ConflictChoicesProps {
  readonly conflict: Conflict
  readonly isBusy: boolean
  /** With the keys in which the other side's value is taken. */
  readonly onSave: (givenUp: ReadonlySet<string>) => void
  readonly onReload: () => void
}

/** Two people changed the image at the same time: both sides, and which of them holds. */
export function ConflictChoices({ conflict, isBusy, onSave, onReload }: ConflictChoicesProps) {
  const t = useTranslations('actions.conflict')
  const [givenUp, setGivenUp] = useState<ReadonlySet<string>>(new Set())
  const choose = (key: string, isTheirs: boolean): void => {
    const next = new Set(givenUp)
    if (isTheirs) next.add(key)
    else next.delete(key)
    setGivenUp(next)
  }
  return (
    <Notice tone="warn" title={t('title')} className="mb-4">
      <p>
        {t('nothing')} {t(conflict.contested.length === 0 ? 'apart' : 'choose')}
      </p>
      {conflict.theirs.length > 0 && (
        <div className="mt-2">
          <p className="font-medium">{t('they')}</p>
          <ChangeLines changes={conflict.theirs} />
        </div>
      )}
      {conflict.contested.map(({ key, label, theirs, mine }) => (
        <fieldset key={key} className="mt-2">
          <legend className="font-medium break-words">{label}</legend>
          <Choice
            name={key}
            side={t('theirs')}
            text={theirs}
            isOn={givenUp.has(key)}
            onChoose={() => choose(key, true)}
          />
          <Choice
            name={key}
            side={t('yours')}
            text={mine}
            isOn={!givenUp.has(key)}
            onChoose={() => choose(key, false)}
          />
        </fieldset>
      ))}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="sm" variant="primary" isBusy={isBusy} onClick={() => onSave(givenUp)}>
          {t('again')}
        </Button>
        <Button size="sm" onClick={onReload}>
          {t('reload')}
        </Button>
      </div>
    </Notice>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly side: string
  readonly text: string | null
  readonly isOn: boolean
  readonly onChoose: () => void
}

function Choice({ name, side, text, isOn, onChoose }: ChoiceProps) {
  const t = useTranslations('actions.conflict')
  const common = useTranslations('common')
  return (
    <label className="flex items-baseline gap-2 py-0.5 pointer-coarse:py-2">
      <input
        type="radio"
        name={`conflict-${name}`}
        className="accent-accent"
        checked={isOn}
        onChange={onChoose}
      />
      <span className="w-12 shrink-0 text-muted">{side}</span>
      {text === null || text === '' ? (
        <span className="text-muted">{text === null ? common('notSet') : t('empty')}</span>
      ) : (
        <bdi className="min-w-0 break-all">{text}</bdi>
      )}
    </label>
  )
}
