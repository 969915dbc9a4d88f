import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { applyChanges, type Properties, propertiesOf } from '#lib/client/metadefs/property-rows.ts'
import { type TakenProperty, takenBy, takeoverOf } from '#lib/client/metadefs/takeover.ts'
import type { PropertyForm } from '../form/use-property-form.ts'

interface TakeoverViewProps {
  readonly form: PropertyForm
  /** Where they come from. */
  readonly source: string
  readonly properties: Properties
  /** Whether what is set already is replaced, unless the person says otherwise. */
  readonly replacesAtFirst: boolean
  readonly onBack: () => void
  readonly onDone: () => void
}

/** What taking these properties would do to the form: seen before it is done. Nothing is saved by it. */
export function TakeoverView(props: TakeoverViewProps) {
  const { form, source, properties, replacesAtFirst, onBack, onDone } = props
  const t = useTranslations('properties.takeover')
  const common = useTranslations('common')
  const id = useId()
  const [replaces, setReplaces] = useState(replacesAtFirst)
  const takeover = takeoverOf(form, properties)
  const set = takenBy(takeover, replaces)

  function take(): void {
    form.replace(applyChanges(propertiesOf(form.rows), { set, removed: [] }))
    onDone()
  }
  return (
    <div className="grid gap-2.5">
      <p className="font-medium">
        <bdi>{source}</bdi>
      </p>
      <div className="grid max-h-64 gap-2.5 overflow-y-auto overscroll-contain">
        <Part title={t('added')} members={takeover.added} form={form} />
        <Part
          title={t(replaces ? 'replaced' : 'kept')}
          members={takeover.differing}
          form={form}
          shows={replaces ? 'both' : 'before'}
        />
        <Part title={t('same')} members={takeover.same} form={form} />
        <Part title={t('refused')} members={takeover.refused} form={form} />
      </div>
      {takeover.differing.length > 0 && (
        <div className="flex items-center gap-2">
          <Checkbox id={id} isChecked={replaces} onChange={setReplaces} />
          <label htmlFor={id}>{t('replace')}</label>
        </div>
      )}
      <div className="flex justify-end gap-2 border-t pt-2.5">
        <Button size="sm" onClick={onBack}>
          {common('back')}
        </Button>
        <Button
          size="sm"
          variant="primary"
          // The list that was pressed is gone: typing goes on here.
          autoFocus
          disabledReason={Object.keys(set).length === 0 ? t('nothing') : undefined}
          onClick={take}
        >
          {t('take')}
        </Button>
      </div>
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly members: readonly TakenProperty[]
  readonly form: PropertyForm
  /** What is set now, what comes, or the one and then the other. */
  readonly shows?: 'before' | 'after' | 'both'
}

function Part({ title, members, form, shows = 'after' }: PartProps) {
  const mixed = useTranslations('properties.compare')('mixed')
  const id = useId()
  if (members.length === 0) return null
  return (
    <section>
      <h3 id={id} className="text-xs font-semibold text-muted">
        {title}
      </h3>
      <ul aria-labelledby={id} className="grid gap-1 pt-0.5">
        {members.map((member) => (
          <li key={member.key}>
            <bdi className="block">{form.known.get(member.key)?.[0]?.definition.title || member.key}</bdi>
            <span dir="ltr" className="block text-start font-mono text-2xs break-all text-muted">
              {`${member.key}=`}
              {shows === 'both' ? (
                <Both {...member} />
              ) : shows === 'before' ? (
                (member.before ?? mixed)
              ) : (
                member.text
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Both({ before, text }: TakenProperty) {
  const t = useTranslations('properties.compare')
  return (
    <>
      <del className="text-danger decoration-danger/60">
        <span className="sr-only">{t('before')}</span>
        {before ?? t('mixed')}
      </del>{' '}
      <ins className="text-ok no-underline">
        <span className="sr-only">{t('after')}</span>
        {text}
      </ins>
    </>
  )
}
