'use client'

import { LayoutTemplate, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { ownPresets, PRESET_NAMES, PRESETS } from '#lib/client/metadefs/presets.ts'
import { type Properties, propertiesOf } from '#lib/client/metadefs/property-rows.ts'
import { portableOf } from '#lib/client/metadefs/takeover.ts'
import type { PropertyForm } from '../form/use-property-form.ts'
import { SavePreset } from './save-preset.tsx'
import { TakeoverView } from './takeover-view.tsx'

interface Chosen {
  readonly title: string
  readonly properties: Properties
}

/** Takes over properties that belong together; what is set already is kept, unless the person says otherwise. */
export function StartFromPreset({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.presets')
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  return (
    <Popover
      label={t('label')}
      align="end"
      className="w-96"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next)
        setChosen(null)
      }}
      trigger={
        <Button size="sm" icon={LayoutTemplate}>
          {t('button')}
        </Button>
      }
    >
      {chosen === null ? (
        <div className="grid gap-2.5">
          <div className="-mx-1 grid max-h-80 gap-px overflow-y-auto overscroll-contain">
            <SitePresets onChoose={setChosen} />
            <OwnPresets onChoose={setChosen} />
          </div>
          <SavePreset properties={portableOf(form, propertiesOf(form.rows))} />
        </div>
      ) : (
        <TakeoverView
          form={form}
          source={chosen.title}
          properties={chosen.properties}
          replacesAtFirst={false}
          onBack={() => setChosen(null)}
          onDone={() => setIsOpen(false)}
        />
      )}
    </Popover>
  )
}

interface PresetsProps {
  readonly onChoose: (chosen: Chosen) => void
}

const CHOICE = 'block w-full min-w-0 rounded-md px-2 py-1 text-start hover:bg-hover'

function SitePresets({ onChoose }: PresetsProps) {
  const t = useTranslations('properties.presets')
  return (
    <ul aria-label={t('site')}>
      {PRESET_NAMES.map((name) => (
        <li key={name}>
          <button
            type="button"
            className={CHOICE}
            onClick={() => onChoose({ title: t(`${name}.title`), properties: PRESETS[name] })}
          >
            <span className="block font-medium">{t(`${name}.title`)}</span>
            <span className="block text-xs text-muted">{t(`${name}.text`)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function OwnPresets({ onChoose }: PresetsProps) {
  const t = useTranslations('properties.presets')
  const own = useSyncExternalStore(ownPresets.subscribe, ownPresets.read, ownPresets.readOnServer)
  if (own.length === 0) return null
  return (
    <section className="mt-1.5 border-t pt-2">
      <h3 className="px-2 text-xs font-semibold text-muted">{t('own')}</h3>
      <ul aria-label={t('own')}>
        {own.map(({ name, properties }) => (
          <li key={name} className="flex items-center gap-1">
            <button type="button" className={CHOICE} onClick={() => onChoose({ title: name, properties })}>
              <bdi className="block truncate font-medium">{name}</bdi>
              <span className="block truncate font-mono text-2xs text-muted">
                {Object.keys(properties).join(', ')}
              </span>
            </button>
            <IconButton
              size="sm"
              icon={Trash2}
              label={t('remove', { name })}
              onClick={() => ownPresets.remove(name)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
